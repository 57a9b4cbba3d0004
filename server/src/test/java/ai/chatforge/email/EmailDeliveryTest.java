package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.email.ScriptedSmtp.Behaviour;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.TestDatabase;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From the event to the mail server, whatever that server does. */
class EmailDeliveryTest {
    private static final String SECRET = "only-for-ada";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static TestDatabase test;

    @TempDir
    private Path folder;

    @BeforeAll
    static void database() {
        Awaitility.setDefaultTimeout(PATIENCE);
        test = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        Awaitility.reset();
        test.close();
    }

    @BeforeEach
    void empty() {
        test.asSuperuser(
                "truncate email.outbox, email.suppression, email.mailbox, email.opt_out, email.scheduled_tasks, platform.event_delivery,"
                        + " platform.event_dead");
    }

    private EmailProcess process(int port, int attempts, Duration timeout) {
        return new EmailProcess(
                test, folder, TestEmailSettings.of(TestEmailSettings.smtp("127.0.0.1", port, timeout), attempts));
    }

    private EmailProcess process(int port) {
        return process(port, 1000, Duration.ofSeconds(10));
    }

    private static EmailRequested email(String to) {
        return new EmailRequested(
                Ids.next(),
                EmailKind.PASSWORD_RESET,
                to,
                "de",
                Map.of("name", "Ada", "link", "https://chat.example/reset?token=" + SECRET, "expiresIn", "PT1H"));
    }

    private static void awaitState(UUID id, EmailState state) {
        await().untilAsserted(() -> assertThat(column("state", id)).containsExactly(state.key()));
    }

    private static List<String> column(String name, UUID id) {
        return test.asSuperuser("select %s from email.outbox where id = '%s'".formatted(name, id));
    }

    /** Nothing is under way any more. */
    private static void awaitQuiet() {
        await().untilAsserted(() -> {
            assertThat(test.asSuperuser("select id from platform.event_delivery"))
                    .isEmpty();
            assertThat(test.asSuperuser(
                            "select task_instance from email.scheduled_tasks where task_name = 'send-email'"))
                    .isEmpty();
        });
    }

    private static void assertForgotten(UUID id) {
        assertThat(test.asSuperuser("select o::text from email.outbox o where id = '" + id + "'"))
                .singleElement()
                .asString()
                .doesNotContain(SECRET, "Ada");
        assertThat(test.asSuperuser("select convert_from(task_data, 'UTF8') from email.scheduled_tasks"
                        + " where task_data is not null"))
                .noneMatch(data -> data.contains(SECRET));
        assertThat(test.asSuperuser("select payload from platform.event_delivery"))
                .isEmpty();
    }

    @Test
    void anEventThatComesTwiceIsOneEmail() throws IOException {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                EmailProcess process = process(smtp.port())) {
            EmailRequested twice = email("ada@example.com");
            process.request(twice);
            process.request(twice);
            awaitState(twice.id(), EmailState.SENT);
            process.request(twice);
            awaitQuiet();

            assertThat(smtp.accepted()).hasSize(1);
            assertThat(process.counted(EmailState.SENT)).isEqualTo(1);
            assertForgotten(twice.id());
        }
    }

    @Test
    void aServerThatIsAwayGetsTheEmailWhenItIsBack() throws IOException {
        int port = freePort();
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        try (EmailProcess process = process(port)) {
            EmailRequested email = email("ada@example.com");
            process.request(email);
            await().untilAsserted(() ->
                    assertThat(column("attempts >= 2", email.id())).containsExactly("t"));
            assertThat(column("state", email.id())).containsExactly("pending");
            assertThat(column("reason", email.id())).singleElement().asString().contains("could not be spoken to");

            server.start();
            awaitState(email.id(), EmailState.SENT);
            awaitQuiet();

            assertThat(server.getReceivedMessages()).hasSize(1);
            assertForgotten(email.id());
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"SILENT", "BUSY", "DROP"})
    void aFaultThatMayPassIsTriedAgain(Behaviour fault) throws IOException {
        try (ScriptedSmtp smtp = new ScriptedSmtp(fault, fault);
                EmailProcess process = process(smtp.port(), 1000, Duration.ofMillis(700))) {
            EmailRequested email = email("ada@example.com");
            process.request(email);
            awaitState(email.id(), EmailState.SENT);
            awaitQuiet();

            assertThat(smtp.accepted())
                    .singleElement()
                    .asString()
                    .contains("Message-ID: <" + email.id() + "@chatforge.example>");
            assertThat(column("attempts", email.id())).containsExactly("3");
            assertThat(test.asSuperuser("select address from email.suppression"))
                    .isEmpty();
            assertForgotten(email.id());
        }
    }

    @Test
    void attemptsHaveAnEnd() throws IOException {
        try (ScriptedSmtp smtp = new ScriptedSmtp(Behaviour.BUSY, Behaviour.BUSY, Behaviour.BUSY);
                EmailProcess process = process(smtp.port(), 3, Duration.ofSeconds(10))) {
            EmailRequested email = email("ada@example.com");
            process.request(email);
            awaitState(email.id(), EmailState.FAILED);
            awaitQuiet();

            assertThat(smtp.connections()).isEqualTo(3);
            assertThat(column("reason", email.id())).containsExactly("The server answered 451");
            assertThat(process.counted(EmailState.FAILED)).isEqualTo(1);
            assertForgotten(email.id());
        }
    }

    @ParameterizedTest
    @CsvSource({"NO_MAILBOX, true", "PLAIN_550, true", "FULL, false", "NOT_FOR_US, false", "SPAM, false"})
    void whatIsRefusedForGoodIsNotTriedAgain(Behaviour refusal, boolean suppressed) throws IOException {
        try (ScriptedSmtp smtp = new ScriptedSmtp(refusal);
                EmailProcess process = process(smtp.port())) {
            EmailRequested first = email("Nobody@example.com");
            process.request(first);
            awaitState(first.id(), EmailState.FAILED);
            assertThat(smtp.connections()).isEqualTo(1);
            assertForgotten(first.id());

            EmailRequested second = email("nobody@Example.com");
            process.request(second);
            awaitState(second.id(), suppressed ? EmailState.SUPPRESSED : EmailState.SENT);
            awaitQuiet();

            assertThat(smtp.connections()).isEqualTo(suppressed ? 1 : 2);
            assertThat(test.asSuperuser("select address from email.suppression"))
                    .isEqualTo(suppressed ? List.of("nobody@example.com") : List.of());
            assertForgotten(second.id());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a@example.com, b@example.com", "Ada <a@example.com>", "nobody", "a@b@example.com", "''"})
    void onlyASingleAddressIsSentTo(String to) throws IOException {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                EmailProcess process = process(smtp.port())) {
            EmailRequested email = email(to);
            process.request(email);
            awaitState(email.id(), EmailState.FAILED);

            assertThat(smtp.connections()).isZero();
        }
    }

    @Test
    void aNewLineInAnAddressMakesNoHeader() throws IOException {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                EmailProcess process = process(smtp.port())) {
            EmailRequested email = email("a@example.com\r\nBcc: b@example.com");
            process.request(email);
            awaitState(email.id(), EmailState.FAILED);

            assertThat(smtp.connections()).isZero();
        }
    }

    @Test
    void whatWaitedIsSentAfterARestart() throws IOException {
        int port = freePort();
        EmailRequested email = email("ada@example.com");
        try (EmailProcess process = process(port)) {
            process.request(email);
            await().untilAsserted(() -> assertThat(column("state", email.id())).containsExactly("pending"));
        }
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                EmailProcess _ = process(smtp.port())) {
            awaitState(email.id(), EmailState.SENT);
            assertThat(smtp.accepted()).hasSize(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
