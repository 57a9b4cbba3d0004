package ai.chatforge.platform.service;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface by which other services use the owner: an {@code @HttpExchange} under {@code /internal/<owner>}. The
 * owner's controller implements it. Callers get that bean where the owner is hosted, and an HTTP client elsewhere.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface InternalApi {
    ServiceName value();
}
