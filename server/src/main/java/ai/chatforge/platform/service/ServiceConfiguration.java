package ai.chatforge.platform.service;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** What calls between services have in common. */
@Configuration(proxyBeanMethods = false)
public class ServiceConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor noTransactionAcrossServices() {
        return new NoTransactionAcrossServices();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DefaultAdvisorAutoProxyCreator advisorProxies() {
        DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
        // Controllers must stay recognisable as what they are.
        creator.setProxyTargetClass(true);
        return creator;
    }
}
