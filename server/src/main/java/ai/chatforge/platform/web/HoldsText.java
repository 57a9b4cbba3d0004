package ai.chatforge.platform.web;

import ai.chatforge.platform.text.Invisible;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** There is something to read in it: not only spaces, of whatever kind, and characters that nobody sees. */
@Constraint(validatedBy = HoldsText.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface HoldsText {
    String message() default "must not be blank";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Check implements ConstraintValidator<HoldsText, String> {
        private static final int BRAILLE_BLANK = 0x2800;

        public static boolean in(String text) {
            return text.codePoints().anyMatch(Check::isSeen);
        }

        private static boolean isSeen(int c) {
            return !Character.isWhitespace(c)
                    && !Character.isSpaceChar(c)
                    && c != BRAILLE_BLANK
                    && !Invisible.is(c)
                    && Character.getType(c) != Character.SURROGATE;
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || in(text);
        }
    }
}
