package ai.chatforge.e2e;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** An SMTP server that keeps what it gets: a real one, for installations that send their e-mails. */
final class MailServer implements Mailbox, AutoCloseable {
    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

    private MailServer() {}

    static MailServer start() {
        MailServer started = new MailServer();
        started.server.start();
        return started;
    }

    /** How ChatForge is told to use it. */
    List<String> options() {
        return List.of(
                "--chatforge.email.from=bot@chatforge.example",
                "--chatforge.email.smtp.host=127.0.0.1",
                "--chatforge.email.smtp.port=" + server.getSmtp().getPort(),
                "--chatforge.email.smtp.encryption=none");
    }

    @Override
    public List<String> texts(String to) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> isTo(message, to))
                .map(MailServer::text)
                .toList()
                .reversed();
    }

    private static boolean isTo(MimeMessage message, String to) {
        try {
            return Arrays.stream(message.getAllRecipients())
                    .anyMatch(address -> address.toString().equalsIgnoreCase(to));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage message) {
        try {
            BodyPart plain = ((Multipart) message.getContent()).getBodyPart(0);
            return plain.getContent().toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
