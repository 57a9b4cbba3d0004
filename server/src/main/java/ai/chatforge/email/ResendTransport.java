package ai.chatforge.email;

import ai.chatforge.email.NotSentException.Verdict;
import ai.chatforge.email.ProviderApi.Answer;
import ai.chatforge.email.ProviderSettings.Resend;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Hands e-mails to Resend (https://resend.com/docs/api-reference/emails/send-email). */
final class ResendTransport implements EmailTransport {
    private static final String PROVIDER = "Resend";

    private final Resend resend;
    private final String from;
    private final ProviderApi api;

    ResendTransport(EmailSettings settings, ProviderApi api) {
        this.resend = settings.resend();
        this.from = EmailAddresses.sender(settings).toUnicodeString();
        this.api = api;
    }

    private record Tag(String name, String value) {}

    private record Body(
            String from,
            List<String> to,
            String subject,
            String html,
            String text,
            Map<String, String> headers,
            List<Tag> tags) {}

    @Override
    public String name() {
        return "resend";
    }

    @Override
    public String send(Email email) throws NotSentException {
        Body body = new Body(
                from,
                List.of(EmailAddresses.single(email.to()).getAddress()),
                email.subject(),
                email.html(),
                email.text(),
                email.headers(),
                List.of(new Tag("kind", email.kind().name().toLowerCase(Locale.ROOT))));
        Answer answer = api.post(
                resend.url() + "/emails",
                // By the key a second attempt is known, for 24 hours.
                Map.of(
                        "Authorization",
                        "Bearer " + resend.apiKey(),
                        "Idempotency-Key",
                        email.id().toString()),
                api.write(body));
        return answer.ok() ? answer.id(PROVIDER, "id") : refused(email, answer);
    }

    /** Names of errors as at https://resend.com/docs/api-reference/errors. */
    private static String refused(Email email, Answer answer) throws NotSentException {
        String name = answer.body().path("name").asString("");
        return switch (name) {
            // Taken before, in the words that this program's last version had for it.
            case "invalid_idempotent_request" -> email.id().toString();
            case "concurrent_idempotent_requests" ->
                throw new NotSentException(Verdict.LATER, "Resend still works on the last attempt");
            case "missing_api_key", "invalid_api_key", "restricted_api_key", "suspended_api_key" ->
                throw new NotSentException(
                        Verdict.OPERATOR, "Resend does not take chatforge.email.resend.api-key: make a new one there");
            case "daily_quota_exceeded", "monthly_quota_exceeded" ->
                throw new NotSentException(
                        Verdict.OPERATOR, "The quota at Resend is used up: raise it there", answer.retryAfter());
            case "invalid_from_address" -> throw sender();
            default -> {
                if (answer.status() == 403) {
                    throw sender();
                }
                throw answer.fault(PROVIDER);
            }
        };
    }

    private static NotSentException sender() {
        return new NotSentException(
                Verdict.OPERATOR,
                "Resend does not let us send as chatforge.email.from: verify its domain at resend.com/domains");
    }
}
