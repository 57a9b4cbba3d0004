package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;
import ai.chatforge.testkit.email.ScriptedEmailApi.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every transport does, from the event to what the other side has. */
abstract class EmailTransportContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static TestDatabase test;

    @TempDir
    private Path folder;

    /** The other side. */
    interface Receiver extends AutoCloseable {
        EmailSettings settings();

        List<Taken> taken();

        int requests();

        @Override
        void close();
    }

    abstract Receiver receiver(Fault... script) throws Exception;

    /** Whether the other side says at once that it sends nothing to an address. */
    abstract boolean knowsRefusedAddresses();

    /** Whether the other side says which sender it does not let through. */
    boolean knowsSenders() {
        return true;
    }

    @BeforeAll
    static void database() {
        test = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        test.close();
    }

    @BeforeEach
    void empty() {
        test.asSuperuser("truncate email.outbox, email.suppression, email.opt_out, email.scheduled_tasks,"
                + " platform.event_delivery, platform.event_dead");
    }

    private static EmailRequested email(String to) {
        return new EmailRequested(
                Ids.next(),
                EmailKind.TRIAL_ENDING,
                to,
                "de",
                Map.of("name", "Zoë", "link", "https://chat.example/plans", "endsOn", "2026-12-05"));
    }

    private static void awaitState(UUID id, EmailState state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(column("state", id)).containsExactly(state.key()));
    }

    private static List<String> column(String name, UUID id) {
        return test.asSuperuser("select %s from email.outbox where id = '%s'".formatted(name, id));
    }

    private static List<String> suppressed() {
        return test.asSuperuser("select address from email.suppression");
    }

    @Test
    void itArrivesOnceInBothFormsWithItsHeaders() throws Exception {
        try (Receiver receiver = receiver();
                EmailProcess process = new EmailProcess(test, folder, receiver.settings())) {
            EmailRequested email = email("Ada@example.com");
            process.request(email);
            process.request(email);
            awaitState(email.id(), EmailState.SENT);

            assertThat(receiver.requests()).isEqualTo(1);
            Taken taken = receiver.taken().getFirst();
            assertThat(taken.from()).contains("<bot@chatforge.example>");
            assertThat(taken.to()).isEqualTo("Ada@example.com");
            assertThat(taken.subject()).isEqualTo("Ihre Testphase endet bald");
            assertThat(taken.text()).contains("Hallo Zoë,", "5. Dezember 2026", "https://chat.example/plans");
            assertThat(taken.html()).contains("Hallo Zoë,", "<!doctype html>", "https://chat.example/plans");
            assertThat(taken.headers())
                    .containsEntry("Content-Language", "de")
                    .containsEntry("Auto-Submitted", "auto-generated")
                    .hasEntrySatisfying("List-Unsubscribe", address -> assertThat(address)
                            .startsWith("<http://127.0.0.1")
                            .contains("/api/email/unsubscribe/")
                            .endsWith(">"));
            assertThat(column("provider_id", email.id()))
                    .singleElement()
                    .asString()
                    .contains(taken.id());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TOO_MANY", "BROKEN", "SILENT", "RESET", "GARBAGE"})
    void whatMayPassIsTriedAgain(Fault fault) throws Exception {
        try (Receiver receiver = receiver(fault, fault);
                EmailProcess process = new EmailProcess(test, folder, receiver.settings())) {
            EmailRequested email = email("ada@example.com");
            process.request(email);
            awaitState(email.id(), EmailState.SENT);

            assertThat(receiver.requests()).isEqualTo(3);
            assertThat(receiver.taken()).hasSize(1);
            assertThat(column("attempts", email.id())).containsExactly("3");
            assertThat(suppressed()).isEmpty();
        }
    }

    @Test
    void whatOnlyTheOperatorCanPutRightWaitsForThem() throws Exception {
        if (!knowsSenders()) {
            return;
        }
        try (Receiver receiver = receiver(Fault.BAD_SENDER);
                EmailProcess process = new EmailProcess(test, folder, receiver.settings())) {
            EmailRequested email = email("ada@example.com");
            process.request(email);
            awaitState(email.id(), EmailState.SENT);

            assertThat(column("attempts", email.id())).containsExactly("2");
            assertThat(suppressed()).isEmpty();
        }
    }

    @Test
    void anAddressThatIsNotTakenIsNotTriedAgain() throws Exception {
        try (Receiver receiver = receiver(Fault.BAD_ADDRESS);
                EmailProcess process = new EmailProcess(test, folder, receiver.settings())) {
            EmailRequested email = email("ada@example.com");
            process.request(email);
            awaitState(email.id(), EmailState.FAILED);

            assertThat(receiver.requests()).isEqualTo(1);
            assertThat(column("reason", email.id())).singleElement().asString().doesNotContain("ada");
        }
    }

    @Test
    void anAddressThatNothingIsSentToIsRemembered() throws Exception {
        if (!knowsRefusedAddresses()) {
            return;
        }
        try (Receiver receiver = receiver(Fault.ON_ITS_LIST);
                EmailProcess process = new EmailProcess(test, folder, receiver.settings())) {
            EmailRequested first = email("Ada@example.com");
            process.request(first);
            awaitState(first.id(), EmailState.FAILED);
            assertThat(suppressed()).containsExactly("ada@example.com");

            EmailRequested second = email("ada@Example.com");
            process.request(second);
            awaitState(second.id(), EmailState.SUPPRESSED);
            assertThat(receiver.requests()).isEqualTo(1);
        }
    }

    @Test
    void aBrokenAddressDoesNotReachTheOtherSide() throws Exception {
        try (Receiver receiver = receiver();
                EmailProcess process = new EmailProcess(test, folder, receiver.settings())) {
            EmailRequested email = email("a@example.com, b@example.com\r\nBcc: eve@example.com");
            process.request(email);
            awaitState(email.id(), EmailState.FAILED);

            assertThat(receiver.requests()).isZero();
        }
    }
}
