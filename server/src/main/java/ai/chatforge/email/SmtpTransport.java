package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Encryption;
import ai.chatforge.email.EmailSettings.Smtp;
import ai.chatforge.email.NotSentException.Verdict;
import ai.chatforge.platform.config.StartupFailure;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;

/** Hands e-mails to an SMTP server, each over a connection of its own. */
final class SmtpTransport implements EmailTransport {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Smtp smtp;
    private final String from;
    private final String fromName;
    private final Session session;
    private final Clock clock;

    SmtpTransport(EmailSettings settings, Clock clock) {
        this.smtp = settings.smtp();
        this.from = sender(settings);
        this.fromName = settings.fromName();
        this.session = Session.getInstance(properties(settings.smtp()));
        this.clock = clock;
    }

    private static String sender(EmailSettings settings) {
        String from = settings.from();
        if (from == null || from.isBlank()) {
            throw new StartupFailure("chatforge.email.from must be set where chatforge.email.smtp.host is.");
        }
        return from;
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
    public void send(Email email) throws NotSentException {
        InternetAddress to = address(email.to());
        try {
            MimeMessage message = message(email, to);
            Transport connection = session.getTransport("smtp");
            try {
                connection.connect(smtp.host(), smtp.usedPort(), smtp.user(), smtp.password());
                connection.sendMessage(message, new Address[] {to});
            } finally {
                close(connection);
            }
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

    /** A single address without a name, its domain as DNS has it. */
    private static InternetAddress address(String text) throws NotSentException {
        try {
            int at = text.lastIndexOf('@');
            String ascii = at < 0 ? text : text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1));
            InternetAddress address = new InternetAddress(ascii, true);
            if (ascii.equals(address.getAddress()) && at > 0) {
                return address;
            }
        } catch (AddressException | IllegalArgumentException e) {
            // Said below; addresses are not for logs.
        }
        throw new NotSentException(Verdict.NEVER, "The address is not a single valid one");
    }

    private MimeMessage message(Email email, InternetAddress to) throws MessagingException {
        MimeMessage message = new Numbered(session, email.id(), from);
        message.setFrom(sender());
        message.setRecipient(Message.RecipientType.TO, to);
        message.setSubject(email.subject(), UTF_8);
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Content-Language", email.language());
        // Absence notes need not come back (RFC 3834).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Auto-Response-Suppress", "All");
        message.setContent(new MimeMultipart("alternative", part(email.text(), "plain"), part(email.html(), "html")));
        message.saveChanges();
        return message;
    }

    private InternetAddress sender() {
        try {
            return new InternetAddress(from, fromName, UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    /** Bears the same Message-ID at each attempt, by which mail programs find out that they have it already. */
    private static final class Numbered extends MimeMessage {
        private final String id;

        Numbered(Session session, UUID id, String from) {
            super(session);
            this.id = "<" + id + from.substring(from.lastIndexOf('@')) + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
