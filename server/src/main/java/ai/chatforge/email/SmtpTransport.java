package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Encryption;
import ai.chatforge.email.EmailSettings.Smtp;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Properties;

/** Hands e-mails to an SMTP server, each over a connection of its own. */
final class SmtpTransport implements EmailTransport {
    private final Smtp smtp;
    private final InternetAddress from;
    private final Session session;
    private final Clock clock;

    SmtpTransport(EmailSettings settings, Clock clock) {
        this.smtp = settings.smtp();
        this.from = EmailAddresses.sender(settings);
        this.session = Session.getInstance(properties(settings.smtp()));
        this.clock = clock;
    }

    private static Properties properties(Smtp smtp) {
        String timeout = Long.toString(smtp.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", timeout);
        properties.setProperty("mail.smtp.timeout", timeout);
        properties.setProperty("mail.smtp.writetimeout", timeout);
        properties.setProperty("mail.smtp.auth", Boolean.toString(smtp.user() != null));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(smtp.encryption() == Encryption.TLS));
        boolean startTls = smtp.encryption() == Encryption.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
        // Once the server has the e-mail, its farewell does not matter.
        properties.setProperty("mail.smtp.quitwait", "false");
        return properties;
    }

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public String send(Email email) throws NotSentException {
        InternetAddress to = EmailAddresses.single(email.to());
        try {
            MimeMessage message = MimeEmail.of(session, email, from, to, clock.instant());
            Transport connection = session.getTransport("smtp");
            try {
                connection.connect(smtp.host(), smtp.usedPort(), smtp.user(), smtp.password());
                connection.sendMessage(message, new Address[] {to});
            } finally {
                close(connection);
            }
            return message.getMessageID();
        } catch (MessagingException e) {
            throw SmtpFaults.verdictOn(e);
        }
    }

    // A fault here must not hide that the e-mail went out: it would be sent again.
    private static void close(Transport connection) {
        try {
            connection.close();
        } catch (MessagingException e) {
            // Nothing is left to be said to that server.
        }
    }
}
