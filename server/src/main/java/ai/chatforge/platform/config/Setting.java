package ai.chatforge.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a key of a settings record means; {@code docs/configuration.md} is generated from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    String value();

    /** Secrets are never shown in logs or documents with their value. */
    boolean secret() default false;
}
