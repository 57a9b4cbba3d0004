package ai.chatforge.platform.web;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A language as BCP 47 writes it, whether anybody speaks it or not. */
@Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
@Size(max = 35)
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface LanguageTag {
    String message() default "must be a language tag such as en or de-AT";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
