package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.persistence.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an account takes along, and that nothing of it stays when it is deleted. */
class AccountLeavingTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Larger than one chunk, and not text all through. */
    private static byte[] fileOf(LeavingAccount account) {
        StringBuilder text = new StringBuilder("The file of " + account.mark() + " says so.\n");
        Random random = new Random(7);
        while (text.length() < 1_200_000) {
            text.append((char) ('a' + random.nextInt(26)));
            if (random.nextInt(60_000) == 0) {
                text.append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] smallFileOf(LeavingAccount account) {
        return ("Some words about " + account.mark() + ".\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theExportHoldsAllOfOnesOwnAndNothingElse() throws Exception {
        LeavingAccount other = LeavingAccount.signUp();
        other.fill(smallFileOf(other));
        LeavingAccount host = LeavingAccount.signUp();
        LeavingAccount account = LeavingAccount.signUp();
        byte[] file = smallFileOf(account);
        account.fill(file);
        account.leaveMore(host, UUID.randomUUID());

        Map<String, byte[]> export = account.export();

        assertThat(export.keySet())
                .contains(
                        "README.txt",
                        "auth/account.json",
                        "auth/session.json",
                        "auth/totp.json",
                        "bot/bot.json",
                        "chat/bot_models.json",
                        "chat/conversation.json",
                        "chat/evaluation_result.json",
                        "chat/evaluation_run.json",
                        "chat/message.json",
                        "chat/message_with_bots_of_others.jsonl",
                        "chat/provider_key.json",
                        "chat/question_set.json",
                        "document/segment.json",
                        "document/source.json",
                        "email/outbox.json",
                        "user/profile.json");
        assertThat(export).doesNotContainKey("document/private_names.json");
        for (Map.Entry<String, byte[]> entry : export.entrySet()) {
            String text = LeavingAccount.text(entry.getValue());
            assertThat(text).as(entry.getKey()).doesNotContain(other.mark());
            if (entry.getKey().endsWith(".json")) {
                assertThat(JSON.readTree(text).isArray()).as(entry.getKey()).isTrue();
            }
        }
        assertThat(export.get("document/files/" + sourceOf(export, "file") + "-file-" + account.mark() + ".txt"))
                .isEqualTo(file);
        for (String holding : List.of(
                "auth/account.json",
                "auth/session.json",
                "bot/bot.json",
                "chat/bot_models.json",
                "chat/provider_key.json",
                "chat/conversation.json",
                "chat/message.json",
                "chat/evaluation_result.json",
                "chat/evaluation_run.json",
                "chat/message_with_bots_of_others.jsonl",
                "chat/question_set.json",
                "document/segment.json",
                "document/source.json",
                "email/outbox.json",
                "user/profile.json")) {
            assertThat(LeavingAccount.text(export, holding).toLowerCase(Locale.ROOT))
                    .as(holding)
                    .contains(account.mark());
        }
        assertThat(LeavingAccount.text(export, "chat/message.json")).contains("A visitor asks", "a house");
        String everything = String.join(
                "", export.values().stream().map(LeavingAccount::text).toList());
        assertThat(everything)
                .doesNotContain(
                        "passwordHash",
                        "$2",
                        "cookieHash",
                        "\"secret\"",
                        "storageKey",
                        "sealedKey",
                        "sk-own-key",
                        "\"link\"");
        other.export()
                .forEach((name, content) ->
                        assertThat(LeavingAccount.text(content)).as(name).doesNotContain(account.mark()));
    }

    private static String sourceOf(Map<String, byte[]> export, String type) {
        for (JsonNode source : JSON.readTree(LeavingAccount.text(export, "document/source.json"))) {
            if (source.path("type").asString().equals(type)) {
                return source.path("id").asString();
            }
        }
        throw new AssertionError("No source of type " + type);
    }

    @Test
    void nothingStaysOfADeletedAccountAndEverythingOfOthers() {
        LeavingAccount other = LeavingAccount.signUp();
        UUID otherBot = other.fill(smallFileOf(other));
        LeavingAccount host = LeavingAccount.signUp();
        LeavingAccount account = LeavingAccount.signUp();
        account.fill(smallFileOf(account));
        account.leaveMore(host, UUID.randomUUID());
        account.export();
        Instant before = Instant.now();
        assertThat(account.traces().inTables().keySet())
                .contains(
                        "auth.account",
                        "auth.session",
                        "auth.totp",
                        "bot.bot",
                        "bot.directory",
                        "chat.bot_models",
                        "chat.conversation",
                        "chat.evaluation_result",
                        "chat.evaluation_run",
                        "chat.message",
                        "chat.provider_key",
                        "chat.question_set",
                        "document.scheduled_tasks",
                        "document.segment",
                        "document.source",
                        "email.mailbox",
                        "email.outbox",
                        "email.suppression",
                        "platform.event_dead",
                        "platform.idempotency_key",
                        "user.export",
                        "user.profile",
                        "vector.live_source",
                        "vector.passage");
        assertThat(account.traces().inFiles()).isNotEmpty();
        assertThat(account.traces().inIndex()).isNotEmpty();
        Map<String, Integer> ofOther = other.traces().inTables();

        assertThat(account.leave().status()).isEqualTo(202);

        assertThat(SERVER.get("/api/auth/me", account.token()).status()).isEqualTo(401);
        assertThat(SERVER.send(
                                "POST",
                                "/api/auth/signin",
                                null,
                                Map.of("email", account.email(), "password", LeavingAccount.PASSWORD))
                        .status())
                .isEqualTo(401);
        account.awaitErased();
        assertThat(account.traces().inTables()).containsEntry("platform.audit", 1);
        assertThat(new Traces(List.of(account.mark())).inTables()).isEmpty();
        assertThat(account.traces().inFiles()).isEmpty();
        assertThat(account.traces().inIndex()).isEmpty();
        assertThat(other.traces().inTables()).isEqualTo(ofOther);
        assertThat(other.traces().inIndex()).isNotEmpty();
        assertThat(other.post("/api/chat", Map.of("botId", otherBot, "content", "What does " + other.mark() + " mean?"))
                        .json()
                        .path("message")
                        .path("content")
                        .asString())
                .contains("a house");
        Database auth = SERVER.context().getBean("auth", Database.class);
        AuditLog.Entry proof = SERVER.context().getBean(AuditLog.class).since(auth, "account.erased", before).stream()
                .filter(entry -> account.id().equals(entry.subject()))
                .findFirst()
                .orElseThrow();
        assertThat(proof.details()).containsKeys("requestedAt", "finishedAt").containsEntry("left", 0);
        assertThat(String.valueOf(proof.details().get("erased"))).contains("bot", "passage", "message", "exportFile");
    }

    @Test
    void theSameAddressCanBeginAnew() {
        LeavingAccount account = LeavingAccount.signUp();
        account.fill(smallFileOf(account));
        assertThat(account.leave().status()).isEqualTo(202);

        RunningServer.Answer again = SERVER.send(
                "POST",
                "/api/auth/signup",
                null,
                Map.of("email", account.email(), "password", "another long password"));

        assertThat(again.status()).as(again.body()).isEqualTo(201);
        String token = again.json().path("accessToken").asString();
        await().until(() -> SERVER.get("/api/users/me", token).status() == 200);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> new Traces(List.of(account.id().toString()))
                        .inTables()
                        .keySet()
                        .equals(java.util.Set.of("platform.audit")));
        assertThat(SERVER.get("/api/chatbots", token).json().path("items").size())
                .isZero();
        assertThat(SERVER.get("/api/conversations", token).json().path("items").size())
                .isZero();
        assertThat(SERVER.get("/api/users/me", token).json().path("email").asString())
                .isEqualTo(account.email());
        assertThat(new Traces(List.of(account.email())).inTables().keySet())
                .contains("auth.account", "user.profile", "email.outbox");
    }

    @Test
    void aFileThatIsBeingTrainedIsErasedToo() {
        LeavingAccount account = LeavingAccount.signUp();
        String bot = account.post("/api/chatbots", Map.of("name", "Busy"))
                .json()
                .path("id")
                .asString();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append("# Part ")
                    .append(i)
                    .append("\n\nHere ")
                    .append(account.mark())
                    .append(" says thing ");
            text.append(i).append(" at some length, so that there is work to do.\n\n");
        }
        account.post(
                "/api/chatbots/" + bot + "/sources", Map.of("type", "text", "title", "Long", "text", text.toString()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> account.traces().inTables().containsKey("vector.passage"));

        assertThat(account.leave().status()).isEqualTo(202);

        account.awaitErased();
        assertThat(account.traces().inFiles()).isEmpty();
        assertThat(account.traces().inIndex()).isEmpty();
    }

    @Test
    void aServiceThatFailsKeepsNoOtherFromErasingAndIsAskedAgain() {
        LeavingAccount account = LeavingAccount.signUp();
        account.fill(smallFileOf(account));
        SERVER.database().asSuperuser("alter table bot.directory rename to directory_away");
        try {
            assertThat(account.leave().status()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(SERVER.database()
                            .asSuperuser("select waits_for from auth.closing_account where account_id = '"
                                    + account.id() + "'"))
                    .singleElement()
                    .asString()
                    .contains("bot"));
            assertThat(account.traces().inTables())
                    .containsKey("auth.closing_account")
                    .doesNotContainKeys("chat.message", "document.source", "vector.passage", "user.profile");
        } finally {
            SERVER.database().asSuperuser("alter table bot.directory_away rename to directory");
        }
        account.awaitErased();
    }

    @Test
    void aLargeFileComesOutAsItWentIn() {
        LeavingAccount account = LeavingAccount.signUp();
        String bot = account.post("/api/chatbots", Map.of("name", "Large"))
                .json()
                .path("id")
                .asString();
        byte[] file = fileOf(account);
        assertThat(SERVER.upload("/api/chatbots/" + bot + "/sources?train=false", account.token(), "large.txt", file)
                        .status())
                .isEqualTo(201);

        Map<String, byte[]> export = account.export();

        assertThat(export.get("document/files/" + sourceOf(export, "file") + "-large.txt"))
                .isEqualTo(file);
        assertThat(export.keySet().stream().filter(name -> name.startsWith("document/files/")))
                .hasSize(1);
    }
}
