package ai.chatforge.email;

import ai.chatforge.email.Feedback.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages of Postmark (https://postmarkapp.com/developer/webhooks/webhooks-overview). It does not sign them: it sends
 * the password that stands in the webhook's address.
 */
@Component
class PostmarkWebhook implements EmailWebhook {
    private final @Nullable String secret;
    private final JsonMapper json;

    PostmarkWebhook(EmailSettings settings, JsonMapper json) {
        String given = settings.postmark().webhookSecret();
        this.secret = given == null || given.isBlank() ? null : given;
        this.json = json;
    }

    @Override
    public String provider() {
        return "postmark";
    }

    @Override
    public boolean isConfigured() {
        return secret != null;
    }

    @Override
    public Message read(byte[] body, Function<String, @Nullable String> headers) {
        if (secret == null || !isTheirs(secret, headers.apply("Authorization"))) {
            throw EmailWebhook.notTheirs();
        }
        try {
            return new Message(hash(body), feedback(json.readTree(body)));
        } catch (JacksonException e) {
            throw EmailWebhook.notReadable();
        }
    }

    private static boolean isTheirs(String secret, @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            String login =
                    new String(EmailWebhook.decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            String password = login.substring(login.indexOf(':') + 1);
            return MessageDigest.isEqual(
                    hash(secret.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII),
                    hash(password.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Types as at https://postmarkapp.com/developer/api/bounce-api#bounce-types. */
    private static List<Feedback> feedback(JsonNode event) {
        String id = event.path("MessageID").asString("");
        return switch (event.path("RecordType").asString("")) {
            case "Bounce" ->
                List.of(new Feedback(
                        bounce(event.path("Type").asString("")),
                        event.path("Email").asString(""),
                        id));
            case "SpamComplaint" ->
                List.of(new Feedback(
                        Feedback.Type.COMPLAINED, event.path("Email").asString(""), id));
            case "SubscriptionChange" ->
                List.of(new Feedback(change(event), event.path("Recipient").asString(""), ""));
            default -> List.of();
        };
    }

    private static Feedback.Type bounce(String type) {
        return switch (type) {
            case "HardBounce", "BadEmailAddress" -> Feedback.Type.BOUNCED;
            case "SpamComplaint" -> Feedback.Type.COMPLAINED;
            case "ManuallyDeactivated", "Unsubscribe" -> Feedback.Type.REFUSED;
            default -> Feedback.Type.BOUNCED_FOR_NOW;
        };
    }

    private static Feedback.Type change(JsonNode event) {
        if (!event.path("SuppressSending").asBoolean(false)) {
            return Feedback.Type.ACCEPTED_AGAIN;
        }
        return switch (event.path("SuppressionReason").asString("")) {
            case "HardBounce" -> Feedback.Type.BOUNCED;
            case "SpamComplaint" -> Feedback.Type.COMPLAINED;
            default -> Feedback.Type.REFUSED;
        };
    }

    private static String hash(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
