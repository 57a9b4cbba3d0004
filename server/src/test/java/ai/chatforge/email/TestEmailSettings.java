package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Encryption;
import ai.chatforge.email.EmailSettings.Smtp;
import ai.chatforge.email.EmailSettings.Way;
import ai.chatforge.email.ProviderSettings.Postmark;
import ai.chatforge.email.ProviderSettings.Resend;
import ai.chatforge.email.ProviderSettings.Ses;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings with short waits. */
final class TestEmailSettings {
    static final String REGION = "eu-central-1";
    static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
    static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    static final String API_KEY = "re_test_key";
    static final String SERVER_TOKEN = "3b1f7a2e-0000-4000-8000-postmarktest";
    static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:email-feedback";
    static final String RESEND_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String POSTMARK_SECRET = "a password of the webhook";
    private static final Smtp NO_SMTP = smtp(null, 0, Duration.ofSeconds(10));

    private TestEmailSettings() {}

    static Smtp smtp(@Nullable String host, int port, Duration timeout) {
        return new Smtp(host, port, null, null, Encryption.NONE, timeout);
    }

    static EmailSettings of(Smtp smtp, int attempts) {
        return of(smtp.isSet() ? Way.SMTP : null, "bot@chatforge.example", smtp, "http://127.0.0.1:1", attempts);
    }

    /** @param url of the provider's API */
    static EmailSettings of(Way way, String url, int attempts) {
        return of(way, "bot@chatforge.example", NO_SMTP, url, attempts);
    }

    static EmailSettings of(@Nullable Way way, @Nullable String from, Smtp smtp, @Nullable String url, int attempts) {
        return new EmailSettings(
                from,
                "ChatForge Büro",
                attempts,
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                2,
                Duration.ofDays(30),
                way,
                Duration.ofMillis(700),
                smtp,
                new Ses(REGION, ACCESS_KEY, SECRET_KEY, null, List.of(TOPIC), url),
                new Resend(API_KEY, RESEND_SECRET, String.valueOf(url)),
                new Postmark(SERVER_TOKEN, "outbound", "broadcast", POSTMARK_SECRET, String.valueOf(url)));
    }
}
