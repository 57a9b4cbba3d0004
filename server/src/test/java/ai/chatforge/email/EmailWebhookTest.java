package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.TestDatabase;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/** What providers tell is heeded once, and nobody else is believed (QUALITY S10). */
class EmailWebhookTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static Instant today;
    private static SnsSigner amazon;
    private static final List<URI> FETCHED = new ArrayList<>();
    private static TestDatabase test;
    private static EmailProcess process;
    private static EmailWebhookController controller;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        today = Instant.now();
        amazon = new SnsSigner(today.minus(Duration.ofDays(1)), today.plus(Duration.ofDays(1)));
        test = TestDatabase.create();
        EmailSettings settings = TestEmailSettings.of(TestEmailSettings.smtp(null, 0, Duration.ofSeconds(1)), 1);
        process = new EmailProcess(test, folder, settings);
        Clock clock = Clock.systemUTC();
        controller = new EmailWebhookController(
                List.of(
                        new SesWebhook(settings, new SnsSignatures(EmailWebhookTest::amazon, clock), JSON),
                        new ResendWebhook(settings, JSON, clock),
                        new PostmarkWebhook(settings, JSON)),
                process.bean(FeedbackRepository.class));
    }

    private static Optional<byte[]> amazon(URI url) throws IOException {
        FETCHED.add(url);
        if (url.toString().equals(SnsSigner.CERTIFICATE_URL)) {
            return Optional.of(amazon.pem());
        }
        return url.getPath().equals("/") ? Optional.of(new byte[0]) : Optional.empty();
    }

    @AfterAll
    static void stop() {
        process.close();
        test.close();
    }

    @BeforeEach
    void empty() {
        FETCHED.clear();
        test.asSuperuser("truncate email.outbox, email.suppression, email.feedback");
    }

    private static void send(String provider, byte[] body, Map<String, String> headers) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/webhooks/email/" + provider);
        request.setContent(body);
        headers.forEach(request::addHeader);
        controller.take(provider, request);
    }

    private static ErrorCode refusal(String provider, byte[] body, Map<String, String> headers) {
        return catchThrowableOfType(ApiException.class, () -> send(provider, body, headers))
                .code();
    }

    private static List<String> suppressions() {
        return test.asSuperuser("select address || ' ' || cause from email.suppression order by address");
    }

    // -- Resend

    private static Map<String, String> signed(String id, Instant time, String body) throws Exception {
        String signature = new Webhook(TestEmailSettings.RESEND_SECRET).sign(id, time.getEpochSecond(), body);
        return Map.of(
                "svix-id",
                id,
                "svix-timestamp",
                Long.toString(time.getEpochSecond()),
                "svix-signature",
                "v1,c29tZSBvdGhlcg== " + signature);
    }

    private static String resend(String type, String bounce) {
        return """
                {"type":"%s","created_at":"2026-11-21T09:30:00Z","data":{"email_id":"re_1","from":"bot@chatforge.example",
                "to":["Ada@example.com"],"subject":"x","bounce":{"type":"%s","subType":"General","message":"m"}}}
                """.formatted(type, bounce);
    }

    private static void sendResend(String id, String body) throws Exception {
        send("resend", body.getBytes(StandardCharsets.UTF_8), signed(id, Instant.now(), body));
    }

    @ParameterizedTest
    @CsvSource({
        "email.bounced, Permanent, ada@example.com bounce",
        "email.bounced, Transient,",
        "email.complained, '', ada@example.com complaint",
        "email.suppressed, '', ada@example.com provider",
        "email.delivered, '',",
        "contact.created, '',",
    })
    void resendTellsWhatBecameOfAnEmail(String type, String bounce, String expected) throws Exception {
        sendResend("msg_1", resend(type, bounce));
        sendResend("msg_1", resend(type, bounce));

        assertThat(suppressions()).isEqualTo(expected == null ? List.of() : List.of(expected));
        assertThat(test.asSuperuser("select id from email.feedback")).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 86_400})
    void aMessageOfResendThatIsNotOfNowIsRefused(long seconds) throws Exception {
        String body = resend("email.bounced", "Permanent");
        assertThat(refusal(
                        "resend",
                        body.getBytes(StandardCharsets.UTF_8),
                        signed("msg_2", Instant.now().plusSeconds(seconds + Long.signum(seconds)), body)))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(suppressions()).isEmpty();
    }

    // -- Postmark

    private static Map<String, String> basic(String password) {
        return Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(("any:" + password).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"RecordType\":\"Bounce\",\"Type\":\"HardBounce\",\"TypeCode\":1,\"Email\":\"Ada@example.com\",\"ID\":1}|bounce",
                "{\"RecordType\":\"Bounce\",\"Type\":\"SoftBounce\",\"TypeCode\":4096,\"Email\":\"ada@example.com\",\"ID\":1}|",
                "{\"RecordType\":\"Bounce\",\"Type\":\"Transient\",\"TypeCode\":2,\"Email\":\"ada@example.com\"}|",
                "{\"RecordType\":\"SpamComplaint\",\"Email\":\"ada@example.com\"}|complaint",
                "{\"RecordType\":\"SubscriptionChange\",\"Recipient\":\"ada@example.com\",\"SuppressSending\":true,\"SuppressionReason\":\"HardBounce\"}|bounce",
                "{\"RecordType\":\"SubscriptionChange\",\"Recipient\":\"ada@example.com\",\"SuppressSending\":true,\"SuppressionReason\":\"ManualSuppression\"}|provider",
                "{\"RecordType\":\"SubscriptionChange\",\"Recipient\":\"ada@example.com\",\"SuppressSending\":false}|",
                "{\"RecordType\":\"Open\",\"Recipient\":\"ada@example.com\"}|",
                "{\"RecordType\":\"Bounce\",\"Type\":\"HardBounce\",\"Email\":\"ada@example.com\\u0000\"}|",
                "[1,2,3]|",
                "7|",
            })
    void postmarkTellsWhatBecameOfAnEmail(String body, String cause) throws Exception {
        send("postmark", body.getBytes(StandardCharsets.UTF_8), basic(TestEmailSettings.POSTMARK_SECRET));
        send("postmark", body.getBytes(StandardCharsets.UTF_8), basic(TestEmailSettings.POSTMARK_SECRET));

        assertThat(suppressions()).isEqualTo(cause == null ? List.of() : List.of("ada@example.com " + cause));
    }

    @Test
    void anAddressThatPostmarkTakesAgainGetsEmailsAgain() throws Exception {
        for (String change :
                List.of("\"SuppressSending\":true,\"SuppressionReason\":\"HardBounce\"", "\"SuppressSending\":false")) {
            String body = "{\"RecordType\":\"SubscriptionChange\",\"Recipient\":\"ada@example.com\"," + change + "}";
            send("postmark", body.getBytes(StandardCharsets.UTF_8), basic(TestEmailSettings.POSTMARK_SECRET));
        }
        assertThat(suppressions()).isEmpty();
    }

    // -- Amazon SES

    private static final String SES_BOUNCE = """
            {"notificationType":"Bounce","bounce":{"bounceType":"%s","bounceSubType":"%s","bouncedRecipients":[
            {"emailAddress":"\\"Ada\\" <Ada@example.com>","action":"failed","status":"5.1.1"}]},
            "mail":{"messageId":"ses-1"}}
            """;

    private static void sendSes(Map<String, String> message) throws Exception {
        send("ses", JSON.writeValueAsBytes(message), Map.of("x-amz-sns-message-type", message.get("Type")));
    }

    @ParameterizedTest
    @CsvSource({
        "1, Permanent, General, ada@example.com bounce",
        "2, Permanent, OnAccountSuppressionList, ada@example.com bounce",
        "2, Transient, MailboxFull,",
        "2, Undetermined, Undetermined,",
    })
    void sesTellsOfBounces(String version, String type, String subType, String expected) throws Exception {
        test.asSuperuser("insert into email.outbox (id, kind, recipient, state, created_at, finished_at, provider_id)"
                + " values ('" + UUID.randomUUID() + "', 'welcome', 'ada@example.com', 'sent', now(), now(), 'ses-1')");
        Map<String, String> message =
                amazon.sign(SnsSigner.message("Notification", SES_BOUNCE.formatted(type, subType), today), version);
        sendSes(message);
        sendSes(message);

        assertThat(suppressions()).isEqualTo(expected == null ? List.of() : List.of(expected));
        assertThat(test.asSuperuser("select feedback from email.outbox"))
                .containsExactly(expected == null ? "bounced_for_now" : "bounced");
    }

    @Test
    void sesTellsOfComplaints() throws Exception {
        String event = "{\"eventType\":\"Complaint\",\"complaint\":{\"complainedRecipients\":["
                + "{\"emailAddress\":\"ada@example.com\"},{\"emailAddress\":\"bo@example.com\"}]},\"mail\":{}}";
        sendSes(amazon.sign(SnsSigner.message("Notification", event, today), "2"));

        assertThat(suppressions()).containsExactly("ada@example.com complaint", "bo@example.com complaint");
    }

    @Test
    void whatIsNoEventOfSesIsIgnored() throws Exception {
        for (String text : List.of("Hello", "{}", "[]", "{\"eventType\":\"Open\"}", "{\"eventType\":{}}", "")) {
            sendSes(amazon.sign(SnsSigner.message("Notification", text, today), "2"));
        }
        assertThat(suppressions()).isEmpty();
    }

    @Test
    void aSubscriptionToOneOfOurTopicsIsConfirmed() throws Exception {
        sendSes(amazon.sign(SnsSigner.message("SubscriptionConfirmation", "You have chosen…", today), "2"));
        assertThat(FETCHED).anyMatch(url -> url.toString().contains("Action=ConfirmSubscription"));

        FETCHED.clear();
        Map<String, String> other = SnsSigner.message("SubscriptionConfirmation", "x", today);
        other.put("TopicArn", "arn:aws:sns:eu-central-1:999999999999:theirs");
        byte[] foreign = JSON.writeValueAsBytes(amazon.sign(other, "2"));
        assertThat(refusal("ses", foreign, Map.of())).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(FETCHED).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/SimpleNotificationService-0123456789abcdef.pem",
                "http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.eu-central-1.amazonaws.com@evil.example/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
                "https://bucket.s3.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.eu-central-1.amazonaws.com/other.pem",
                "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem?x=y",
                "https://127.0.0.1/SimpleNotificationService-0123456789abcdef.pem",
                "file:///etc/passwd",
                "not an address",
                ""
            })
    void aCertificateComesFromAmazonOnly(String url) {
        Map<String, String> message = SnsSigner.message("Notification", SES_BOUNCE.formatted("Permanent", "x"), today);
        message.put("SigningCertURL", url);
        byte[] body = JSON.writeValueAsBytes(amazon.sign(message, "2"));

        assertThat(refusal("ses", body, Map.of())).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(FETCHED).isEmpty();
    }

    @Test
    void anOldOrExpiredSignatureOfAmazonIsRefused() {
        for (Duration age : List.of(Duration.ofHours(2), Duration.ofMinutes(-6), Duration.ofDays(400))) {
            byte[] body = JSON.writeValueAsBytes(amazon.sign(
                    SnsSigner.message("Notification", SES_BOUNCE.formatted("Permanent", "x"), today.minus(age)), "2"));
            assertThat(refusal("ses", body, Map.of())).isEqualTo(ErrorCode.FORBIDDEN);
        }
        SnsSigner expired = new SnsSigner(today.minus(Duration.ofDays(9)), today.minus(Duration.ofDays(8)));
        SnsSignatures signatures = new SnsSignatures(url -> Optional.of(expired.pem()), Clock.systemUTC());
        SesWebhook webhook = new SesWebhook(
                TestEmailSettings.of(TestEmailSettings.smtp(null, 0, Duration.ZERO), 1), signatures, JSON);
        byte[] body = JSON.writeValueAsBytes(expired.sign(SnsSigner.message("Notification", "{}", today), "2"));
        assertThat(catchThrowableOfType(ApiException.class, () -> webhook.read(body, _ -> null))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void whereAmazonCannotBeReachedItMayComeAgain() {
        SnsSignatures signatures = new SnsSignatures(
                url -> {
                    throw new IOException("away");
                },
                Clock.systemUTC());
        SesWebhook webhook = new SesWebhook(
                TestEmailSettings.of(TestEmailSettings.smtp(null, 0, Duration.ZERO), 1), signatures, JSON);
        byte[] body = JSON.writeValueAsBytes(amazon.sign(SnsSigner.message("Notification", "{}", today), "2"));
        assertThat(catchThrowableOfType(ApiException.class, () -> webhook.read(body, _ -> null))
                        .code())
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    }

    // -- all

    /** Damaged in all ways that come to mind, from a fixed seed. */
    @Test
    void nothingForgedIsBelieved() throws Exception {
        Random random = new Random(20_261_121);
        String ses = JSON.writeValueAsString(amazon.sign(
                SnsSigner.message("Notification", SES_BOUNCE.formatted("Permanent", "General"), today), "2"));
        String resend = resend("email.bounced", "Permanent");
        String postmark = "{\"RecordType\":\"SpamComplaint\",\"Email\":\"ada@example.com\"}";
        for (int i = 0; i < 600; i++) {
            byte[] body = damaged(ses.getBytes(StandardCharsets.UTF_8), random);
            if (!readsTheSame(body, ses)) {
                assertRefused("ses", body, Map.of());
            }
            Instant now = Instant.now();
            Map<String, String> headers = signed("msg_" + i, now, resend);
            assertRefused("resend", damaged(resend.getBytes(StandardCharsets.UTF_8), random), headers);
            assertRefused("resend", resend.getBytes(StandardCharsets.UTF_8), damaged(headers, random));
            assertRefused(
                    "postmark",
                    postmark.getBytes(StandardCharsets.UTF_8),
                    damaged(basic(TestEmailSettings.POSTMARK_SECRET), random));
        }
        assertThat(suppressions()).isEmpty();
    }

    /** Of SNS the fields are signed, not the bytes: what reads the same is the same. */
    private static boolean readsTheSame(byte[] body, String original) {
        try {
            var damaged = JSON.readTree(body);
            var whole = JSON.readTree(original);
            return List.of("Message", "MessageId", "Timestamp", "TopicArn", "Type", "SigningCertURL", "Subject")
                            .stream()
                            .allMatch(field -> damaged.path(field).equals(whole.path(field)))
                    && damaged.path("SignatureVersion").equals(whole.path("SignatureVersion"))
                    && damaged.path("Signature").equals(whole.path("Signature"));
        } catch (tools.jackson.core.JacksonException e) {
            return false;
        }
    }

    private static void assertRefused(String provider, byte[] body, Map<String, String> headers) {
        assertThat(refusal(provider, body, headers))
                .isIn(ErrorCode.FORBIDDEN, ErrorCode.MALFORMED_BODY, ErrorCode.BODY_TOO_LARGE);
    }

    private static byte[] damaged(byte[] body, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(body, random.nextInt(body.length));
            case 1 -> Arrays.copyOf(body, body.length + 1 + random.nextInt(9));
            case 2 -> {
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                yield noise;
            }
            case 3 -> "[".repeat(1 + random.nextInt(5_000)).getBytes(StandardCharsets.US_ASCII);
            default -> {
                byte[] changed = body.clone();
                changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
                yield changed;
            }
        };
    }

    private static Map<String, String> damaged(Map<String, String> headers, Random random) {
        List<String> names = headers.keySet().stream().sorted().toList();
        String name = names.get(random.nextInt(names.size()));
        String value = String.valueOf(headers.get(name));
        Map<String, String> changed = new java.util.HashMap<>(headers);
        switch (random.nextInt(6)) {
            case 0 -> changed.remove(name);
            case 1 -> changed.put(name, "");
            case 2 -> changed.put(name, "x".repeat(1 + random.nextInt(4_000)));
            case 3 -> changed.put(name, value.substring(0, value.length() - 1 - random.nextInt(5)));
            case 4 -> changed.put(name, "Ä€\u0001" + random.nextInt());
            default -> changed.put(name, "v1,v2 " + Long.toString(random.nextLong(), 36));
        }
        return changed;
    }

    @Test
    void aMessageOfTooManyBytesIsRefused() {
        assertThat(refusal("postmark", new byte[1024 * 1024 + 1], basic(TestEmailSettings.POSTMARK_SECRET)))
                .isEqualTo(ErrorCode.BODY_TOO_LARGE);
    }

    @Test
    void whatIsNotConfiguredDoesNotExist() {
        EmailWebhookController bare = process.bean(EmailWebhookController.class);
        assertThat(catchThrowableOfType(ApiException.class, () -> bare.take("sendgrid", new MockHttpServletRequest()))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        EmailSettings none = new EmailSettings(
                null,
                "x",
                1,
                Duration.ZERO,
                Duration.ZERO,
                1,
                Duration.ZERO,
                null,
                Duration.ZERO,
                TestEmailSettings.smtp(null, 0, Duration.ZERO),
                new ProviderSettings.Ses(null, null, null, null, List.of(), null),
                new ProviderSettings.Resend(null, null, "http://127.0.0.1:1"),
                new ProviderSettings.Postmark(null, "a", "b", null, "http://127.0.0.1:1"));
        assertThat(new SesWebhook(none, process.bean(SnsSignatures.class), JSON).isConfigured())
                .isFalse();
        assertThat(new ResendWebhook(none, JSON, Clock.systemUTC()).isConfigured())
                .isFalse();
        assertThat(new PostmarkWebhook(none, JSON).isConfigured()).isFalse();
    }
}
