package ai.chatforge.email;

import ai.chatforge.email.NotSentException.Verdict;
import ai.chatforge.email.ProviderApi.Answer;
import ai.chatforge.email.ProviderSettings.Ses;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Hands e-mails to Amazon SES (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html). */
final class SesTransport implements EmailTransport {
    private static final String PROVIDER = "Amazon SES";
    private static final String PATH = "/v2/email/outbound-emails";

    private final Ses ses;
    private final InternetAddress from;
    private final ProviderApi api;
    private final Clock clock;
    private final Session mime = Session.getInstance(new Properties());
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsIdentity identity;

    SesTransport(EmailSettings settings, ProviderApi api, Clock clock) {
        this.ses = settings.ses();
        this.from = EmailAddresses.sender(settings);
        this.api = api;
        this.clock = clock;
        this.identity = AwsCredentialsIdentity.create(String.valueOf(ses.accessKey()), String.valueOf(ses.secretKey()));
    }

    private record Raw(@JsonProperty("Data") byte[] data) {}

    private record Content(@JsonProperty("Raw") Raw raw) {}

    private record Destination(@JsonProperty("ToAddresses") List<String> to) {}

    private record Tag(
            @JsonProperty("Name") String name,
            @JsonProperty("Value") String value) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            @JsonProperty("FromEmailAddress") String from,
            @JsonProperty("Destination") Destination destination,
            @JsonProperty("Content") Content content,
            @JsonProperty("EmailTags") List<Tag> tags,
            @JsonProperty("ConfigurationSetName") @Nullable String configurationSet) {}

    @Override
    public String name() {
        return "ses";
    }

    @Override
    public String send(Email email) throws NotSentException {
        InternetAddress to = EmailAddresses.single(email.to());
        byte[] body = api.write(new Body(
                from.toString(),
                new Destination(List.of(to.getAddress())),
                new Content(new Raw(bytes(email, to))),
                List.of(new Tag("kind", email.kind().name().toLowerCase(Locale.ROOT))),
                ses.configurationSet()));
        Answer answer = api.post(ses.usedUrl() + PATH, signed(body), body);
        if (answer.ok()) {
            return answer.id(PROVIDER, "MessageId");
        }
        throw refused(answer);
    }

    private byte[] bytes(Email email, InternetAddress to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            MimeEmail.of(mime, email, from, to, clock.instant()).writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private Map<String, String> signed(byte[] body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(ses.usedUrl() + PATH))
                .putHeader("Content-Type", "application/json")
                .build();
        SignedRequest signed = signer.sign(r -> r.identity(identity)
                .request(request)
                .payload(() -> new java.io.ByteArrayInputStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ses")
                .putProperty(AwsV4HttpSigner.REGION_NAME, String.valueOf(ses.region()))
                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        Map<String, String> headers = new HashMap<>();
        signed.request().headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        // These two the client sets itself.
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("Host") || name.equalsIgnoreCase("Content-Length"));
        return headers;
    }

    /** Errors as at the page above; those of signatures are common to all of AWS. */
    private static NotSentException refused(Answer answer) {
        // As Type:address or namespace#Type in some answers.
        String header = answer.type() == null ? answer.body().path("__type").asString("") : answer.type();
        String type = header.replaceFirst("^.*#", "").replaceFirst(":.*$", "");
        return switch (type) {
            case "TooManyRequestsException", "ThrottlingException" ->
                new NotSentException(Verdict.LATER, "Amazon SES is asked too often", answer.retryAfter());
            case "LimitExceededException" -> operator("lets us send no more for now: ask for a higher quota", answer);
            case "AccountSuspendedException", "SendingPausedException" ->
                operator("lets the account send nothing: look at its reputation there", answer);
            case "MailFromDomainNotVerifiedException" ->
                operator("does not know chatforge.email.from: verify it in chatforge.email.ses.region", answer);
            case "NotFoundException" -> operator("has no such configuration set", answer);
            case "MessageRejected" -> rejected(answer);
            default ->
                answer.status() == 403
                        ? operator("does not take the access key (" + type + "): check it and its rights", answer)
                        : answer.fault(PROVIDER);
        };
    }

    private static NotSentException rejected(Answer answer) {
        return answer.body().path("message").asString("").contains("not verified")
                ? operator("knows sender or addressee as not verified: verify the sender, leave the sandbox", answer)
                : new NotSentException(Verdict.NEVER, "Amazon SES rejected the e-mail");
    }

    private static NotSentException operator(String what, Answer answer) {
        return new NotSentException(Verdict.OPERATOR, PROVIDER + " " + what, answer.retryAfter());
    }
}
