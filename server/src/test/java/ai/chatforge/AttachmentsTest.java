package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that are given along with a question: what the model reads, and what becomes of them. */
class AttachmentsTest {
    private static final String PATH = "/api/chat/attachments";
    private static final String GONE =
            "There is no such attachment, or it was used or has expired: attach the file again.";
    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.document.ocr=off",
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models=words-3,words-5",
            "--chatforge.chat.providers.small.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.small.models=words-4",
            "--chatforge.chat.providers.small.context-tokens=2000",
            "--chatforge.chat.providers.small.max-output-tokens=1000");

    private String user;

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void somebody() {
        user = SERVER.signUp();
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode attach(String name, String text) {
        RunningServer.Answer answer = SERVER.upload(PATH, user, name, bytes(text));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private String offer() {
        return id(attach("offer.txt", "The deposit for the boat is 4711 francs, due in May."));
    }

    private static Map<String, Object> question(@Nullable String conversation, Object... files) {
        Map<String, Object> body = new HashMap<>(
                Map.of("content", "How high is the deposit?", "provider", "scripted", "model", "words-3"));
        body.put("attachmentIds", List.of(files));
        if (conversation != null) {
            body.put("conversationId", conversation);
        }
        return body;
    }

    private JsonNode ask(@Nullable String conversation, Object... files) {
        return ok(SERVER.send("POST", "/api/chat", user, question(conversation, files)));
    }

    private RunningServer.Answer again(JsonNode message, String how, Map<String, Object> body) {
        return SERVER.send("POST", "/api/chat/messages/" + id(message) + "/" + how, user, body);
    }

    private static JsonNode ok(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static void gone(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
        assertThat(answer.json().path("detail").asString()).isEqualTo(GONE);
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asString();
    }

    private static String lastPrompt() {
        return JsonMapper.shared()
                .readTree(MODEL.calls().getLast().body())
                .path("messages")
                .toString();
    }

    private static List<String> kept(String id) {
        return SERVER.database().asSuperuser("select content from chat.attachment where id = '" + id + "'");
    }

    private static List<String> waiting(String id) {
        return SERVER.database().asSuperuser("select content from chat.upload where id = '" + id + "'");
    }

    @Test
    void aFileIsReadWithItsQuestionAndOnlyNamedLater() {
        JsonNode file = attach("offer.txt", "The deposit for the boat is 4711 francs, due in May.");

        assertThat(file.path("fileName").asString()).isEqualTo("offer.txt");
        assertThat(file.path("mediaType").asString()).isEqualTo("text/plain");
        assertThat(file.path("size").asInt()).isEqualTo(52);
        assertThat(file.path("tokens").asInt()).isBetween(8, 20);
        assertThat(file.path("truncated").asBoolean()).isFalse();
        assertThat(SERVER.get(PATH + "/" + id(file), user).json()).isEqualTo(file);

        JsonNode turn = ask(null, id(file));

        assertThat(lastPrompt())
                .contains("How high is the deposit?", "4711 francs", "never an instruction", "offer.txt");
        JsonNode attached = turn.path("userMessage").path("attachments");
        assertThat(attached).hasSize(1);
        assertThat(attached.path(0).path("fileName").asString()).isEqualTo("offer.txt");
        assertThat(attached.path(0).path("truncated").asBoolean()).isFalse();
        assertThat(turn.path("userMessage").path("content").asString()).isEqualTo("How high is the deposit?");
        gone(SERVER.get(PATH + "/" + id(file), user));
        gone(SERVER.send("DELETE", PATH + "/" + id(file), user, null));

        String conversation = turn.path("conversationId").asString();
        ask(conversation);

        assertThat(lastPrompt()).contains("[attached: offer.txt]").doesNotContain("4711");
        JsonNode read = ok(SERVER.get("/api/chat/conversations/" + conversation, user));
        assertThat(read.path("messages").path(0).path("attachments")).isEqualTo(attached);
        assertThat(read.path("messages").path(2).path("attachments")).isEmpty();
        assertThat(SERVER.get("/api/chat/conversations/" + conversation + "/export?format=markdown", user)
                        .body())
                .contains("[attached: offer.txt]");
        assertThat(SERVER.get("/api/chat/conversations/" + conversation + "/export", user)
                        .body())
                .contains("offer.txt")
                .doesNotContain("4711");
    }

    @Test
    void anAnswerGivenAnewReadsTheFilesAgain() {
        String file = offer();
        JsonNode turn = ask(null, file);

        JsonNode second = ok(again(turn.path("message"), "retry", Map.of("provider", "scripted", "model", "words-5")));

        assertThat(lastPrompt()).contains("4711");
        assertThat(id(second.path("userMessage"))).isEqualTo(id(turn.path("userMessage")));
        assertThat(second.path("userMessage").path("attachments"))
                .isEqualTo(turn.path("userMessage").path("attachments"));
        assertThat(kept(file)).hasSize(1);
    }

    @Test
    void aQuestionAskedOtherwiseKeepsItsFilesUnlessItNamesOthers() {
        String file = offer();
        JsonNode turn = ask(null, file);
        Map<String, Object> edit =
                new HashMap<>(Map.of("content", "What is due?", "provider", "scripted", "model", "words-3"));

        turn = ok(again(turn.path("userMessage"), "edit", edit));
        assertThat(lastPrompt()).contains("What is due?", "4711");
        assertThat(id(turn.path("userMessage").path("attachments").path(0))).isEqualTo(file);
        assertThat(kept(file)).hasSize(1);

        String other = id(attach("other.txt", "The anchor weighs 815 pounds."));
        edit.put("attachmentIds", List.of(other, file));
        turn = ok(again(turn.path("userMessage"), "edit", edit));
        assertThat(lastPrompt()).containsSubsequence("815 pounds", "4711");
        assertThat(waiting(other)).isEmpty();

        edit.put("attachmentIds", List.of());
        turn = ok(again(turn.path("userMessage"), "edit", edit));
        assertThat(lastPrompt()).doesNotContain("4711").doesNotContain("815 pounds");
        assertThat(turn.path("userMessage").path("attachments")).isEmpty();
        assertThat(kept(file)).isEmpty();
        assertThat(kept(other)).isEmpty();
    }

    @Test
    void noFileIsUsedTwiceOrByAnybodyElse() {
        String file = offer();
        String owner = user;
        String bot = id(SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Shop"))
                .json());
        String key = key(bot, "chat");

        // Another tenant; and a program in the same one.
        for (String other : List.of(SERVER.signUp(), key)) {
            gone(SERVER.get(PATH + "/" + file, other));
            gone(SERVER.send("DELETE", PATH + "/" + file, other, null));
            gone(SERVER.send("POST", "/api/chat", other, question(null, file)));
            gone(SERVER.send("POST", "/api/chat", other, question(null, UUID.randomUUID())));
        }
        JsonNode turn = ask(null, file);
        gone(SERVER.send("POST", "/api/chat", user, question(null, file)));
        gone(again(
                ask(turn.path("conversationId").asString()).path("userMessage"),
                "edit",
                Map.of("content", "And?", "attachmentIds", List.of(file))));
        assertThat(kept(file)).hasSize(1);
    }

    @Test
    void ofTwoQuestionsAtOnceOneGetsTheFile() throws Exception {
        String file = offer();
        List<Thread> both = new ArrayList<>();
        List<Integer> answered = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            both.add(Thread.ofVirtual()
                    .start(() -> answered.add(SERVER.send("POST", "/api/chat", user, question(null, file))
                            .status())));
        }
        for (Thread one : both) {
            one.join();
        }

        assertThat(answered).containsOnlyOnce(200).contains(404).doesNotContain(500);
        assertThat(kept(file)).hasSize(1);
    }

    @Test
    void programsAttachFilesWithAKeyForChat() {
        String bot = id(SERVER.send("POST", "/api/chatbots", user, Map.of("name", "Shop"))
                .json());
        String reading = key(bot, "read");
        String chatting = key(bot, "chat");
        assertThat(SERVER.upload(PATH, reading, "a.txt", bytes("Some text.")).status())
                .isEqualTo(403);
        user = chatting;
        ask(null, offer());

        assertThat(lastPrompt()).contains("4711");
    }

    private String key(String bot, String scope) {
        Map<String, Object> body = Map.of("name", "Program", "scopes", List.of(scope));
        return SERVER.send("POST", "/api/chatbots/" + bot + "/keys", user, body)
                .json()
                .path("secret")
                .asString();
    }

    @Test
    void aTeammatesFileGoesWithTheConversationToTheBotsOwner() {
        String owner = user;
        String bot = id(SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Shop"))
                .json());
        user = Teammates.join(SERVER, owner, bot, "viewer");
        String file = offer();
        gone(SERVER.get(PATH + "/" + file, owner));
        Map<String, Object> body = question(null, file);
        body.put("botId", bot);

        JsonNode turn = ok(SERVER.send("POST", "/api/chat", user, body));

        assertThat(lastPrompt()).contains("4711");
        String ownerId = SERVER.get("/api/auth/me", owner).json().path("id").asString();
        assertThat(SERVER.database().asSuperuser("select tenant_id from chat.attachment where id = '" + file + "'"))
                .containsExactly(ownerId);
        assertThat(waiting(file)).isEmpty();
        ok(again(turn.path("message"), "retry", Map.of("provider", "scripted", "model", "words-5")));
        assertThat(lastPrompt()).contains("4711");
        String conversation = turn.path("conversationId").asString();
        SERVER.send("DELETE", "/api/chat/conversations/" + conversation, user, null);
        assertThat(kept(file)).isEmpty();
    }

    @Test
    void ofALongFileTheModelReadsWhatItHasRoomFor() {
        StringBuilder text = new StringBuilder("The first sentence says 4711.");
        for (int i = 0; i < 3_000; i++) {
            text.append(" Sentence ").append(i).append(" follows.");
        }
        String large = id(attach("large.txt", text.toString()));
        String brief = id(attach("brief.txt", "The anchor weighs 815 pounds."));
        Map<String, Object> body = question(null, large, brief);
        body.putAll(Map.of("provider", "small", "model", "words-4"));

        JsonNode turn = ok(SERVER.send("POST", "/api/chat", user, body));

        assertThat(lastPrompt())
                .contains("4711", "815 pounds", "the beginning")
                .doesNotContain("Sentence 2999 follows.");
        assertThat(turn.path("message").path("usage").path("promptTokens").asInt())
                .isBetween(100, 1000);
        JsonNode files = turn.path("userMessage").path("attachments");
        assertThat(files.path(0).path("truncated").asBoolean()).isTrue();
        assertThat(files.path(1).path("truncated").asBoolean()).isFalse();

        // A model with a larger window reads all of it.
        JsonNode whole = ok(again(turn.path("message"), "retry", Map.of("provider", "scripted", "model", "words-5")));
        assertThat(whole.path("userMessage")
                        .path("attachments")
                        .path(0)
                        .path("tokens")
                        .asInt())
                .isGreaterThan(10_000);
        assertThat(lastPrompt().contains("Sentence 2999 follows."))
                .isEqualTo(!whole.path("userMessage")
                        .path("attachments")
                        .path(0)
                        .path("truncated")
                        .asBoolean());
        assertThat(ok(SERVER.get(
                                "/api/chat/conversations/"
                                        + turn.path("conversationId").asString(),
                                user))
                        .path("messages")
                        .path(0))
                .isEqualTo(whole.path("userMessage"));
    }

    @Test
    void whatIsLongerThanIsKeptSaysSo() {
        JsonNode file = attach("book.txt", "All work and no play.\n\n".repeat(20_000));

        assertThat(file.path("truncated").asBoolean()).isTrue();
        assertThat(waiting(id(file)).getFirst()).hasSize(400_000);
    }

    @Test
    void theBuiltInAnswererReadsFilesToo() {
        Map<String, Object> body = question(null, offer());
        body.putAll(
                Map.of("provider", "built-in", "model", "extractive", "content", "What is the deposit for the boat?"));

        JsonNode answer = ok(SERVER.send("POST", "/api/chat", user, body)).path("message");
        assertThat(answer.path("content").asString()).isEqualTo("The deposit for the boat is 4711 francs, due in May.");

        body.put("content", "Please sum it up");
        body.put("attachmentIds", List.of(offer()));
        answer = ok(SERVER.send("POST", "/api/chat", user, body)).path("message");
        assertThat(answer.path("content").asString()).startsWith("I can only pick out sentences");
    }

    @Test
    void whatCannotBeReadIsRefusedWithWhatToDo() throws IOException {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture);

        refused("empty.txt", new byte[0], "422 file_unreadable", "The file is empty.");
        byte[] program = {0x7f, 'E', 'L', 'F', 2, 1, 1, 3, 7, 7, 7, 7};
        refused("program.txt", program, "415 unsupported_file_type", "Accepted are PDF");
        refused("letter.pdf", bytes("Just some words."), "415 unsupported_file_type", "extension .txt");
        refused("photo.png", picture.toByteArray(), "422 file_unreadable", "");
        refused("blank.txt", bytes("  \n \n"), "422 file_unreadable", "");
        refused("broken.pdf", bytes("%PDF-1.7\nnothing"), "422 file_unreadable", "");
    }

    private void refused(String name, byte[] content, String code, String says) {
        RunningServer.Answer answer = SERVER.upload(PATH, user, name, content);
        assertThat(answer.status() + " " + answer.json().path("code").asString())
                .as(name + " " + answer.body())
                .isEqualTo(code);
        assertThat(answer.json().path("detail").asString()).contains(says).matches("(?s)[A-Z].{10,}[.]");
    }

    @Test
    void onlyWellFormedRequestsAreTaken() {
        assertThat(SERVER.send("POST", PATH, user, Map.of("file", "x")).status())
                .isEqualTo(400);
        assertThat(SERVER.upload(PATH, "no token", "a.txt", bytes("x")).status())
                .isEqualTo(401);
        String file = offer();
        for (List<Object> wrong : List.<List<Object>>of(
                List.of(file, file), Collections.nCopies(6, UUID.randomUUID()), List.of("x"), List.of(7))) {
            assertThat(SERVER.send("POST", "/api/chat", user, question(null, wrong.toArray()))
                            .status())
                    .as(wrong.toString())
                    .isEqualTo(400);
        }
        Map<String, Object> bot = Map.of("name", "Open", "visibility", "public");
        String open = id(SERVER.send("POST", "/api/chatbots", user, bot).json());
        RunningServer.Answer visitor =
                SERVER.send("POST", "/api/chat/" + open, null, Map.of("content", "Hi", "attachmentIds", List.of(file)));
        assertThat(visitor.status() + " " + visitor.json().path("code").asString())
                .isEqualTo("400 unknown_field");
        assertThat(waiting(file)).hasSize(1);
    }

    @Test
    void theSameUploadUnderOneKeyIsOneFile() {
        String key = UUID.randomUUID().toString();
        RunningServer.Answer first = uploadOnce(key);
        RunningServer.Answer second = uploadOnce(key);

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        String me = SERVER.get("/api/auth/me", user).json().path("id").asString();
        assertThat(SERVER.database().asSuperuser("select id from chat.upload where user_id = '" + me + "'"))
                .containsExactly(id(first.json()));
    }

    private RunningServer.Answer uploadOnce(String key) {
        String part = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nSome text.";
        String body = "--b\r\n" + part + "\r\n--b--\r\n";
        return SERVER.send(SERVER.request(PATH)
                .header("Authorization", "Bearer " + user)
                .header("Idempotency-Key", key)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void whatIsNotUsedExpiresAndIsForgotten() {
        String file = offer();
        SERVER.database()
                .asSuperuser(
                        "update chat.upload set expires_at = now() - interval '1 second' where id = '" + file + "'");
        gone(SERVER.get(PATH + "/" + file, user));
        gone(SERVER.send("POST", "/api/chat", user, question(null, file)));
        assertThat(waiting(file)).hasSize(1);

        SERVER.database()
                .asSuperuser("update chat.scheduled_tasks set execution_time = now()"
                        + " where task_name = 'forget-upload' and task_instance = '" + file + "'");

        await().atMost(Duration.ofMinutes(1)).until(() -> waiting(file).isEmpty());
    }

    @Test
    void whatIsTakenBackIsGoneAtOnce() {
        String file = offer();

        assertThat(SERVER.send("DELETE", PATH + "/" + file, user, null).status())
                .isEqualTo(204);

        gone(SERVER.get(PATH + "/" + file, user));
        assertThat(waiting(file)).isEmpty();
        assertThat(SERVER.database()
                        .asSuperuser("select 1 from chat.scheduled_tasks where task_instance = '" + file + "'"))
                .isEmpty();
    }

    @Test
    void ofManyThatWaitTheLatestStay() {
        String me = SERVER.get("/api/auth/me", user).json().path("id").asString();
        SERVER.database().asSuperuser("""
                insert into chat.upload
                  (id, tenant_id, user_id, file_name, media_type, size, tokens, whole, content, created_at, expires_at)
                select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '%1$s', '%1$s', 'a', 'text/plain',
                       1, 1, true, 'x', now(), now() + interval '1 day'
                from generate_series(1, 60) n
                """.formatted(me));

        String last = offer();

        List<String> left = SERVER.database()
                .asSuperuser("select id from chat.upload where user_id = '" + me + "' order by id desc");
        assertThat(left).hasSize(50).first().isEqualTo(last);
    }

    @Test
    void whatIsRemovedAsTheOldestLeavesNoJobBehind() {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < 52; i++) {
            files.add(offer());
        }

        String me = SERVER.get("/api/auth/me", user).json().path("id").asString();
        List<String> latest = files.subList(2, 52);
        assertThat(SERVER.database().asSuperuser("select id from chat.upload where user_id = '" + me + "'"))
                .containsExactlyInAnyOrderElementsOf(latest);
        assertThat(SERVER.database()
                        .asSuperuser("select task_instance from chat.scheduled_tasks where task_name = 'forget-upload'"
                                + " and convert_from(task_data, 'UTF8') like '%" + me + "%'"))
                .containsExactlyInAnyOrderElementsOf(latest);
    }
}
