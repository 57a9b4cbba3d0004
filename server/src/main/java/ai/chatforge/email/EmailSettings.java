package ai.chatforge.email;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How e-mails are sent. */
@ConfigurationProperties("chatforge.email")
@CompleteEmailSettings
record EmailSettings(
        @Setting("Address that e-mails come from. It is needed wherever they are sent.") @Nullable @Email
        String from,

        @Setting("Name that e-mails come from.") @DefaultValue("ChatForge") @NotBlank
        String fromName,

        @Setting("Attempts after which an e-mail is given up.") @DefaultValue("12") @Min(1) @Max(100)
        int attempts,

        @Setting("Wait before the second attempt; it doubles from then on.") @DefaultValue("5s")
        Duration firstWait,

        @Setting("The longest wait between two attempts, and the wait after a fault that only you can put right.")
        @DefaultValue("30m")
        Duration longestWait,

        @Setting("E-mails that are sent at the same time.") @DefaultValue("4") @Min(1) @Max(64)
        int concurrent,

        @Setting("How long it is kept to whom an e-mail went, and how that ended. Its text is not kept.")
        @DefaultValue("30d")
        Duration keep,

        @Setting(
                "How e-mails go: mailbox, smtp, ses, resend or postmark. Empty: smtp where chatforge.email.smtp.host is"
                        + " set, else the mailbox of this machine, where there is one.")
        @Nullable
        Way transport,

        @Setting("How long Amazon SES, Resend or Postmark may take to answer.") @DefaultValue("20s")
        Duration timeout,

        @Setting("The server that sends e-mails.") @DefaultValue @Valid
        Smtp smtp,

        @Setting("Amazon SES.") @DefaultValue @Valid ProviderSettings.Ses ses,

        @Setting("Resend.") @DefaultValue @Valid ProviderSettings.Resend resend,

        @Setting("Postmark.") @DefaultValue @Valid ProviderSettings.Postmark postmark) {

    /** The ways e-mails can go. */
    enum Way {
        MAILBOX,
        SMTP,
        SES,
        RESEND,
        POSTMARK
    }

    /** The way that follows from all settings; null where none is chosen. */
    @Nullable
    Way way() {
        return transport != null ? transport : smtp.isSet() ? Way.SMTP : null;
    }

    /** Where settings are complete. */
    String sender() {
        if (from == null || from.isBlank()) {
            throw new IllegalStateException("chatforge.email.from is not set");
        }
        return from;
    }

    /** How the connection to the server is protected. */
    enum Encryption {
        STARTTLS(587),
        TLS(465),
        NONE(25);

        private final int port;

        Encryption(int port) {
            this.port = port;
        }
    }

    /** An SMTP server. */
    record Smtp(
            @Setting("Its name. Empty: e-mails are not sent but shown at /dev/mailbox, if the database is embedded and"
                    + " only this machine can connect.")
            @Nullable
            String host,

            @Setting("Its port; 0 means 587 with starttls, 465 with tls, 25 with none.")
            @DefaultValue("0")
            @Min(0)
            @Max(65535)
            int port,

            @Setting("Login, if it asks for one.") @Nullable String user,

            @Setting(value = "Password of the login.", secret = true) @Nullable
            String password,

            @Setting("starttls, tls or none. With the first two, a server that cannot do it is not used.")
            @DefaultValue("starttls")
            Encryption encryption,

            @Setting("How long it may take to connect, to answer, and to take what is sent.") @DefaultValue("10s")
            Duration timeout) {

        boolean isSet() {
            return host != null && !host.isBlank();
        }

        int usedPort() {
            return port > 0 ? port : encryption.port;
        }

        @Override
        public String toString() {
            return "Smtp[" + host + "]";
        }
    }
}
