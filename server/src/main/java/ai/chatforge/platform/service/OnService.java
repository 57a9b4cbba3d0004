package ai.chatforge.platform.service;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * Marks the one configuration class of a service, named {@code ai.chatforge.<service>.<Service>Configuration}. It is
 * imported, with all components of its package, where the service is hosted.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Configuration(proxyBeanMethods = false)
@ComponentScan
public @interface OnService {
    ServiceName value();
}
