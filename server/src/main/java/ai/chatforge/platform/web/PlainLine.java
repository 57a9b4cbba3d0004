package ai.chatforge.platform.web;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One line of text as people read it: no control characters, none that turn the direction of writing. */
@Pattern(regexp = "[^\\p{Cc}\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]*")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface PlainLine {
    String message() default "must not hold control characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
