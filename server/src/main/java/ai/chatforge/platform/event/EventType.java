package ai.chatforge.platform.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name and version under which an event is stored: it outlives the class. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {
    /** {@code <service>.<what-happened>}. */
    String value();

    /** Raised when old consumers could not read the new form; a new field alone needs no new version. */
    int version() default 1;
}
