package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.email.EmailSettings.Encryption;
import ai.chatforge.email.EmailSettings.Smtp;
import ai.chatforge.email.api.EmailKind;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an addressee's mail program gets. */
class SmtpTransportTest {
    private static final GreenMail SERVER = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T09:30:00Z"), ZoneOffset.UTC);

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void empty() throws Exception {
        SERVER.purgeEmailFromAllMailboxes();
    }

    private static SmtpTransport transport(Encryption encryption) {
        Smtp smtp = new Smtp("127.0.0.1", SERVER.getSmtp().getPort(), null, null, encryption, Duration.ofSeconds(10));
        return new SmtpTransport(TestEmailSettings.of(smtp, 3), CLOCK);
    }

    private static Email email(String subject, String text) {
        return new Email(
                UUID.fromString("0199b6f1-2b7d-7c31-8a54-6f0e9d3c1b22"),
                EmailKind.WELCOME,
                "ada@example.com",
                "de",
                subject,
                text,
                "<p>" + text + "</p>",
                null);
    }

    @ParameterizedTest
    @CsvSource({"Bestätigen Sie Ihre Adresse,Schöne Grüße", "请确认您的邮箱地址,您好：请确认", "Hello,Plain words"})
    void subjectAndBothPartsArriveInEveryScript(String subject, String text) throws Exception {
        transport(Encryption.NONE).send(email(subject, text));

        MimeMessage message = received();
        assertThat(message.getSubject()).isEqualTo(subject);
        assertThat(message.getAllRecipients()).containsExactly(new InternetAddress("ada@example.com"));
        assertThat(message.getFrom())
                .containsExactly(new InternetAddress("bot@chatforge.example", "ChatForge Büro", "UTF-8"));
        assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo("ChatForge Büro");
        assertThat(message.getMessageID()).isEqualTo("<0199b6f1-2b7d-7c31-8a54-6f0e9d3c1b22@chatforge.example>");
        assertThat(message.getSentDate()).isEqualTo(CLOCK.instant());
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("Content-Language")).containsExactly("de");
        assertThat(message.getContentType()).startsWith("multipart/alternative");
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertPart(parts, 0, "text/plain", text);
        assertPart(parts, 1, "text/html", "<p>" + text + "</p>");
        assertThat(raw(message)).matches("\\p{ASCII}*");
    }

    @Test
    void aNewLineInASubjectMakesNoHeader() throws Exception {
        transport(Encryption.NONE).send(email("Hello\r\nBcc: eve@example.com", "Text"));

        assertThat(received().getHeader("Bcc")).isNull();
        assertThat(SERVER.getReceivedMessages()).hasSize(1);
    }

    /** Better late than readable by everybody on the way. */
    @Test
    void aServerThatCannotEncryptIsNotUsed() {
        assertThat(catchThrowableOfType(NotSentException.class, () -> transport(Encryption.STARTTLS)
                                .send(email("Hello", "Text")))
                        .verdict())
                .isEqualTo(NotSentException.Verdict.LATER);
        assertThat(SERVER.getReceivedMessages()).isEmpty();
    }

    private static MimeMessage received() {
        assertThat(SERVER.getReceivedMessages()).hasSize(1);
        return SERVER.getReceivedMessages()[0];
    }

    private static void assertPart(MimeMultipart parts, int index, String type, String text)
            throws MessagingException, IOException {
        MimeBodyPart part = (MimeBodyPart) parts.getBodyPart(index);
        assertThat(part.getContentType()).startsWith(type).containsIgnoringCase("charset=UTF-8");
        assertThat(part.getContent().toString().strip()).isEqualTo(text);
    }

    private static String raw(MimeMessage message) throws MessagingException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
