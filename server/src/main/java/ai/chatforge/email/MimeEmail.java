package ai.chatforge.email;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** An e-mail in its form of RFC 5322. It bears the same Message-ID at each attempt, by which mail programs know it. */
final class MimeEmail extends MimeMessage {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String id;

    private MimeEmail(Session session, UUID id, InternetAddress from) {
        super(session);
        this.id = idOf(id, from.getAddress());
    }

    static String idOf(UUID id, String from) {
        return "<" + id + from.substring(from.lastIndexOf('@')) + ">";
    }

    static MimeEmail of(Session session, Email email, InternetAddress from, InternetAddress to, Instant now)
            throws MessagingException {
        MimeEmail message = new MimeEmail(session, email.id(), from);
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, to);
        message.setSubject(email.subject(), UTF_8);
        message.setSentDate(Date.from(now));
        for (Map.Entry<String, String> header : email.headers().entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        message.setContent(new MimeMultipart("alternative", part(email.text(), "plain"), part(email.html(), "html")));
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }
}
