package ai.chatforge.email;

import ai.chatforge.email.Feedback.Message;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Amazon SES publishes to a topic of Amazon SNS, as notification or as event of a configuration set. */
@Component
class SesWebhook implements EmailWebhook {
    private static final Logger LOG = LoggerFactory.getLogger(SesWebhook.class);

    private final List<String> topics;
    private final SnsSignatures signatures;
    private final JsonMapper json;

    SesWebhook(EmailSettings settings, SnsSignatures signatures, JsonMapper json) {
        this.topics = List.copyOf(settings.ses().topicArns());
        this.signatures = signatures;
        this.json = json;
    }

    @Override
    public String provider() {
        return "ses";
    }

    @Override
    public boolean isConfigured() {
        return !topics.isEmpty();
    }

    @Override
    public Message read(byte[] body, Function<String, @Nullable String> headers) {
        try {
            JsonNode message = json.readTree(body);
            String topic = SnsSignatures.text(message, "TopicArn");
            if (!topics.contains(topic) || !signatures.isSigned(message)) {
                throw EmailWebhook.notTheirs();
            }
            String id = SnsSignatures.text(message, "MessageId");
            return switch (SnsSignatures.text(message, "Type")) {
                case "Notification" -> new Message(id, feedback(SnsSignatures.text(message, "Message")));
                case "SubscriptionConfirmation" -> {
                    confirm(topic, SnsSignatures.text(message, "SubscribeURL"));
                    yield new Message(id, List.of());
                }
                default -> new Message(id, List.of());
            };
        } catch (JacksonException e) {
            throw EmailWebhook.notReadable();
        } catch (IOException e) {
            throw ApiException.retryLater(
                    ErrorCode.SERVICE_UNAVAILABLE, "Amazon SNS could not be reached.", Duration.ofSeconds(20));
        }
    }

    private void confirm(String topic, String address) throws IOException {
        Optional<URI> url = SnsSignatures.ofTopic(topic, address);
        if (url.isEmpty() || signatures.fetch(url.get()).isEmpty()) {
            throw EmailWebhook.notTheirs();
        }
        LOG.info("Confirmed the subscription to {}", topic);
    }

    // What is no JSON comes from somebody who tries the topic out.
    private List<Feedback> feedback(String text) {
        JsonNode event;
        try {
            event = json.readTree(text);
        } catch (JacksonException e) {
            return List.of();
        }
        String type =
                event.path("eventType").asString(event.path("notificationType").asString(""));
        String id = event.path("mail").path("messageId").asString("");
        return switch (type) {
            case "Bounce" -> {
                JsonNode bounce = event.path("bounce");
                boolean permanent = bounce.path("bounceType").asString("").equals("Permanent");
                yield each(
                        bounce.path("bouncedRecipients"),
                        permanent ? Feedback.Type.BOUNCED : Feedback.Type.BOUNCED_FOR_NOW,
                        id);
            }
            case "Complaint" ->
                each(event.path("complaint").path("complainedRecipients"), Feedback.Type.COMPLAINED, id);
            default -> List.of();
        };
    }

    private static List<Feedback> each(JsonNode recipients, Feedback.Type type, String id) {
        List<Feedback> feedback = new ArrayList<>();
        for (JsonNode recipient : recipients) {
            // Sometimes with a name: "Ada" <ada@example.com>
            String address = recipient.path("emailAddress").asString("").replaceFirst("^.*<([^<>]+)>\\s*$", "$1");
            feedback.add(new Feedback(type, address, id));
        }
        return feedback;
    }
}
