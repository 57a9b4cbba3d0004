package ai.chatforge.email;

import ai.chatforge.email.Feedback.Message;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages of Resend (https://resend.com/docs/dashboard/webhooks/event-types), signed as Svix and Standard Webhooks do.
 * Their library takes the text instead of the bytes, and the time from the system, so it is the tests' judge only.
 */
@Component
class ResendWebhook implements EmailWebhook {
    private static final String PREFIX = "whsec_";
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST_SIGNATURES = 10;

    private final @Nullable SecretKeySpec key;
    private final JsonMapper json;
    private final Clock clock;

    ResendWebhook(EmailSettings settings, JsonMapper json, Clock clock) {
        String secret = settings.resend().webhookSecret();
        this.key = secret == null || !secret.startsWith(PREFIX)
                ? null
                : new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), "HmacSHA256");
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String provider() {
        return "resend";
    }

    @Override
    public boolean isConfigured() {
        return key != null;
    }

    @Override
    public Message read(byte[] body, Function<String, @Nullable String> headers) {
        String id = header(headers, "id");
        String time = header(headers, "timestamp");
        if (key == null
                || id.isEmpty()
                || !isNow(time)
                || !isSigned(key, id, time, body, header(headers, "signature"))) {
            throw EmailWebhook.notTheirs();
        }
        try {
            return new Message(id, feedback(json.readTree(body)));
        } catch (JacksonException e) {
            throw EmailWebhook.notReadable();
        }
    }

    /** Svix has names of its own for the headers of Standard Webhooks. */
    private static String header(Function<String, @Nullable String> headers, String name) {
        return Optional.ofNullable(headers.apply("svix-" + name))
                .or(() -> Optional.ofNullable(headers.apply("webhook-" + name)))
                .orElse("");
    }

    private boolean isNow(String time) {
        return time.matches("\\d{1,11}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), clock.instant())
                                .abs()
                                .compareTo(WINDOW)
                        <= 0;
    }

    private static boolean isSigned(SecretKeySpec key, String id, String time, byte[] body, String signatures) {
        byte[] expected = sign(key, id, time, body);
        boolean signed = false;
        for (String each : signatures.split(" ", MOST_SIGNATURES)) {
            signed |= each.startsWith("v1,")
                    && MessageDigest.isEqual(expected, each.substring(3).getBytes(StandardCharsets.UTF_8));
        }
        return signed;
    }

    private static byte[] sign(SecretKeySpec key, String id, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encode(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Feedback> feedback(JsonNode event) {
        JsonNode data = event.path("data");
        Feedback.@Nullable Type type =
                switch (event.path("type").asString("")) {
                    case "email.bounced" ->
                        bounce(data.path("bounce").path("type").asString(""));
                    case "email.complained" -> Feedback.Type.COMPLAINED;
                    case "email.suppressed" -> Feedback.Type.REFUSED;
                    default -> null;
                };
        List<Feedback> feedback = new ArrayList<>();
        if (type != null) {
            // A list; a single address in old messages.
            JsonNode to = data.path("to");
            for (JsonNode address : to.isArray() ? to : List.of(to)) {
                feedback.add(new Feedback(
                        type, address.asString(""), data.path("email_id").asString("")));
            }
        }
        return feedback;
    }

    private static Feedback.Type bounce(String type) {
        return switch (type) {
            case "Transient", "Temporary", "Undetermined" -> Feedback.Type.BOUNCED_FOR_NOW;
            default -> Feedback.Type.BOUNCED;
        };
    }
}
