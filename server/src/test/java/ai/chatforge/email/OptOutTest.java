package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.email.SuppressionRepository.Cause;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who wants no e-mails, or called one spam, gets what they cannot do without, and no more. */
class OptOutTest {
    private static TestDatabase test;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void database() {
        test = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        test.close();
    }

    private static UUID request(EmailProcess process, EmailKind kind, String to) {
        Map<String, String> values =
                new HashMap<>(SampleEmails.shortest(kind, "en").values());
        EmailRequested email = new EmailRequested(Ids.next(), kind, to, "en", values);
        process.request(email);
        return email.id();
    }

    private static void awaitState(UUID id, EmailState state) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        test.asSuperuser("select state from email.outbox where id = '" + id + "'"))
                .containsExactly(state.key()));
    }

    private static EmailSettings settings(ScriptedSmtp smtp) {
        return TestEmailSettings.of(TestEmailSettings.smtp("127.0.0.1", smtp.port(), Duration.ofSeconds(10)), 3);
    }

    @Test
    void whoUnsubscribesGetsNoMoreOfThatCategoryUntilTheyWantItAgain() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                EmailProcess process = new EmailProcess(test, folder, settings(smtp))) {
            awaitState(request(process, EmailKind.TRIAL_ENDING, "Ada@example.com"), EmailState.SENT);
            String token = smtp.accepted()
                    .getFirst()
                    .replaceAll("(?s).*List-Unsubscribe: <[^>]*/api/email/unsubscribe/([\\w-]+)>.*", "$1");
            UnsubscribeController oneClick = process.bean(UnsubscribeController.class);
            oneClick.unsubscribe(token);
            oneClick.unsubscribe(token);

            awaitState(request(process, EmailKind.TRIAL_ENDED, "ada@EXAMPLE.com"), EmailState.SUPPRESSED);
            awaitState(request(process, EmailKind.ANNOUNCEMENT, "ada@example.com"), EmailState.SENT);
            awaitState(request(process, EmailKind.INVOICE, "ada@example.com"), EmailState.SENT);
            awaitState(request(process, EmailKind.TRIAL_ENDED, "bo@example.com"), EmailState.SENT);

            process.bean(UnsubscribePageController.class).choose(token, "en", true);
            awaitState(request(process, EmailKind.TRIAL_ENDED, "ada@example.com"), EmailState.SENT);
            assertThat(test.asSuperuser("select o::text from email.opt_out o")).isEmpty();
        }
    }

    @Test
    void thePageAsksBeforeItStopsAnything() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                EmailProcess process = new EmailProcess(test, folder, settings(smtp))) {
            OptOuts optOuts = process.bean(OptOuts.class);
            UnsubscribePageController page = process.bean(UnsubscribePageController.class);
            OptOut link = optOuts.linkFor(EmailKind.ANNOUNCEMENT, "eve@example.com");
            String token = Objects.requireNonNull(link).token();

            assertThat(page.ask(token, "de").getBody())
                    .contains("Möchten Sie keine E-Mails mehr", "Neuigkeiten", "Abbestellen", "method=\"post\"");
            assertThat(optOuts.isOut(EmailKind.ANNOUNCEMENT, "eve@example.com")).isFalse();
            assertThat(page.choose(token, "de", false).getHeaders().getLocation())
                    .hasToString("/unsubscribe/" + token + "?language=de");
            assertThat(optOuts.isOut(EmailKind.ANNOUNCEMENT, "eve@example.com")).isTrue();
            assertThat(page.ask(token, "zh").getBody()).contains("重新接收");
            assertThat(page.ask("forged\"><script>", "en").getStatusCode().value())
                    .isEqualTo(404);
            assertThat(page.choose("forged\"><script>", "en", false)
                            .getHeaders()
                            .getLocation())
                    .hasToString("/unsubscribe/forgedscript?language=en");
        }
    }

    @Test
    void afterAComplaintOnlyWhatTheyAskForIsSent() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                EmailProcess process = new EmailProcess(test, folder, settings(smtp))) {
            Database db = process.bean(Database.class);
            SuppressionRepository suppressions = process.bean(SuppressionRepository.class);
            db.run(() -> suppressions.put("Cy@example.com", Cause.COMPLAINT, "spam"));
            awaitState(request(process, EmailKind.PASSWORD_RESET, "cy@example.com"), EmailState.SENT);
            awaitState(request(process, EmailKind.WELCOME, "cy@example.com"), EmailState.SUPPRESSED);

            db.run(() -> suppressions.put("cy@example.com", Cause.BOUNCE, "gone"));
            db.run(() -> suppressions.put("cy@example.com", Cause.COMPLAINT, "spam"));
            awaitState(request(process, EmailKind.PASSWORD_RESET, "cy@example.com"), EmailState.SUPPRESSED);
        }
    }
}
