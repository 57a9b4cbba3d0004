package ai.chatforge.email;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Settings of the services that send e-mails. */
final class ProviderSettings {
    private static final String WEB = "https?://.+";
    private static final String NO_WEB = "must be an http or https address";

    private ProviderSettings() {}

    /** Amazon SES, by its API v2. */
    record Ses(
            @Setting("Region in which the sender is verified, such as eu-central-1.")
            @Nullable
            @Pattern(regexp = "[a-z]{2}(-[a-z]+)+-\\d", message = "must be a region such as eu-central-1")
            String region,

            @Setting("Id of an access key that may do ses:SendEmail and ses:SendRawEmail.") @Nullable
            String accessKey,

            @Setting(value = "The secret of that access key.", secret = true) @Nullable
            String secretKey,

            @Setting("Configuration set to send with, if any.") @Nullable
            String configurationSet,

            @Setting("Topics of Amazon SNS that may tell of bounces and complaints, separated by commas:"
                    + " arn:aws:sns:…. Empty: /api/webhooks/email/ses does not exist.")
            @DefaultValue
            List<String> topicArns,

            @Setting("Another address of the API, such as that of a VPC endpoint; empty: that of the region.")
            @Nullable
            @Pattern(regexp = WEB, message = NO_WEB)
            String url) {

        String usedUrl() {
            return url != null ? url : "https://email." + region + ".amazonaws.com";
        }

        @Override
        public String toString() {
            return "Ses[" + region + "]";
        }
    }

    /** Resend. */
    record Resend(
            @Setting(value = "API key that may send.", secret = true) @Nullable
            String apiKey,

            @Setting(
                    value = "Signing secret (whsec_…) of the webhook that tells of bounces and complaints. Empty:"
                            + " /api/webhooks/email/resend does not exist.",
                    secret = true)
            @Nullable
            @Pattern(
                    regexp = "whsec_(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
                    message = "must be a signing secret as Resend shows it (whsec_…)")
            String webhookSecret,

            @Setting("Address of the API.")
            @DefaultValue("https://api.resend.com")
            @Pattern(regexp = WEB, message = NO_WEB)
            String url) {

        @Override
        public String toString() {
            return "Resend[]";
        }
    }

    /** Postmark. */
    record Postmark(
            @Setting(value = "API token of the server.", secret = true) @Nullable
            String serverToken,

            @Setting("Message stream for e-mails to single persons.") @DefaultValue("outbound") @NotBlank
            String stream,

            @Setting("Message stream for announcements, which Postmark wants apart.")
            @DefaultValue("broadcast")
            @NotBlank
            String broadcastStream,

            @Setting(
                    value = "Password (16 characters or more) in the webhook's address, as https://any:PASSWORD@host/…."
                            + " Empty: /api/webhooks/email/postmark does not exist.",
                    secret = true)
            @Nullable
            @Pattern(regexp = ".{16,}", message = "must have 16 characters or more")
            String webhookSecret,

            @Setting("Address of the API.")
            @DefaultValue("https://api.postmarkapp.com")
            @Pattern(regexp = WEB, message = NO_WEB)
            String url) {

        @Override
        public String toString() {
            return "Postmark[]";
        }
    }
}
