package ai.chatforge.email;

import ai.chatforge.testkit.email.ScriptedEmailApi.Taken;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** What is in a message that came as a whole. */
final class MimeReader {
    private MimeReader() {}

    static Taken read(byte[] raw) {
        try {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
            MimeMultipart parts = (MimeMultipart) message.getContent();
            Map<String, String> headers = new HashMap<>();
            for (Header header : Collections.list(message.getAllHeaders())) {
                headers.put(header.getName(), header.getValue());
            }
            return new Taken(
                    message.getMessageID(),
                    message.getFrom()[0].toString(),
                    ((InternetAddress) message.getAllRecipients()[0]).getAddress(),
                    message.getSubject(),
                    parts.getBodyPart(0).getContent().toString(),
                    parts.getBodyPart(1).getContent().toString(),
                    headers,
                    Map.of());
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
