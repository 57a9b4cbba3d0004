package ai.chatforge.email;

import ai.chatforge.email.NotSentException.Verdict;
import ai.chatforge.email.ProviderApi.Answer;
import ai.chatforge.email.ProviderSettings.Postmark;
import ai.chatforge.email.api.EmailKind;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Hands e-mails to Postmark (https://postmarkapp.com/developer/api/email-api). */
final class PostmarkTransport implements EmailTransport {
    private static final String PROVIDER = "Postmark";
    private static final int UNAUTHORIZED = 401;

    private final Postmark postmark;
    private final String from;
    private final ProviderApi api;

    PostmarkTransport(EmailSettings settings, ProviderApi api) {
        this.postmark = settings.postmark();
        this.from = EmailAddresses.sender(settings).toUnicodeString();
        this.api = api;
    }

    private record Header(
            @JsonProperty("Name") String name,
            @JsonProperty("Value") String value) {}

    private record Body(
            @JsonProperty("From") String from,
            @JsonProperty("To") String to,
            @JsonProperty("Subject") String subject,
            @JsonProperty("HtmlBody") String html,
            @JsonProperty("TextBody") String text,
            @JsonProperty("Headers") List<Header> headers,
            @JsonProperty("MessageStream") String stream,
            @JsonProperty("Tag") String tag,
            @JsonProperty("Metadata") Map<String, String> metadata) {}

    @Override
    public String name() {
        return "postmark";
    }

    @Override
    public String send(Email email) throws NotSentException {
        Body body = new Body(
                from,
                EmailAddresses.single(email.to()).getAddress(),
                email.subject(),
                email.html(),
                email.text(),
                email.headers().entrySet().stream()
                        .map(header -> new Header(header.getKey(), header.getValue()))
                        .toList(),
                email.kind() == EmailKind.ANNOUNCEMENT ? postmark.broadcastStream() : postmark.stream(),
                email.kind().name().toLowerCase(Locale.ROOT),
                Map.of("email", email.id().toString()));
        Answer answer = api.post(
                postmark.url() + "/email",
                Map.of("Accept", "application/json", "X-Postmark-Server-Token", String.valueOf(postmark.serverToken())),
                api.write(body));
        if (answer.ok() && answer.body().path("ErrorCode").asInt(0) == 0) {
            return answer.id(PROVIDER, "MessageID");
        }
        throw refused(answer);
    }

    /** Codes as at https://postmarkapp.com/developer/api/overview. */
    private static NotSentException refused(Answer answer) {
        if (answer.passes()) {
            return answer.fault(PROVIDER);
        }
        int code = answer.body().path("ErrorCode").asInt(0);
        if (answer.status() == UNAUTHORIZED) {
            return operator("does not take chatforge.email.postmark.server-token: copy the server's API token");
        }
        return switch (code) {
            case 406 -> new NotSentException(Verdict.PROVIDER_REFUSES, "Postmark has the address as inactive");
            case 400, 401 -> operator("does not know chatforge.email.from: confirm it as sender signature or domain");
            case 405, 412, 413 -> operator("lets the account send nothing (" + code + "): look at it there");
            case 1226, 1235, 1236 -> operator("has no such message stream: check chatforge.email.postmark.stream");
            default -> new NotSentException(Verdict.NEVER, "Postmark refused the e-mail with code " + code);
        };
    }

    private static NotSentException operator(String what) {
        return new NotSentException(Verdict.OPERATOR, "Postmark " + what);
    }
}
