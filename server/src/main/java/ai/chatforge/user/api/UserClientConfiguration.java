package ai.chatforge.user.api;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In every process that may ask what an account may do. */
@Configuration(proxyBeanMethods = false)
public class UserClientConfiguration {

    @Bean
    Allowances allowances(Entitlements entitlements) {
        return new Allowances(entitlements);
    }
}
