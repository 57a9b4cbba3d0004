package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Way;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chosen transport has all it needs. What lacks is told setting by setting. */
@Constraint(validatedBy = CompleteEmailSettings.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface CompleteEmailSettings {
    String message() default "is needed";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Made by the validator, so it is public. */
    final class Check implements ConstraintValidator<CompleteEmailSettings, EmailSettings> {

        @Override
        public boolean isValid(EmailSettings settings, ConstraintValidatorContext context) {
            Way way = settings.way();
            if (way == null || way == Way.MAILBOX) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            boolean complete = true;
            for (Map.Entry<String, @Nullable String> needed :
                    needed(settings, way).entrySet()) {
                String value = needed.getValue();
                if (value == null || value.isBlank()) {
                    complete = false;
                    tell(context, needed.getKey(), way);
                }
            }
            return complete;
        }

        private static Map<String, @Nullable String> needed(EmailSettings settings, Way way) {
            Map<String, @Nullable String> needed = new LinkedHashMap<>();
            needed.put("from", settings.from());
            switch (way) {
                case SMTP -> needed.put("smtp.host", settings.smtp().host());
                case SES -> {
                    needed.put("ses.region", settings.ses().region());
                    needed.put("ses.accessKey", settings.ses().accessKey());
                    needed.put("ses.secretKey", settings.ses().secretKey());
                }
                case RESEND -> needed.put("resend.apiKey", settings.resend().apiKey());
                case POSTMARK ->
                    needed.put("postmark.serverToken", settings.postmark().serverToken());
                case MAILBOX -> {}
            }
            return needed;
        }

        private static void tell(ConstraintValidatorContext context, String path, Way way) {
            var builder = context.buildConstraintViolationWithTemplate(
                    "is needed where e-mails are sent by " + way.name().toLowerCase(Locale.ROOT));
            String[] names = path.split("\\.", -1);
            var node = builder.addPropertyNode(names[0]);
            for (int i = 1; i < names.length; i++) {
                node = node.addPropertyNode(names[i]);
            }
            node.addConstraintViolation();
        }
    }
}
