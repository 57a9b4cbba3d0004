package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.web.Closing;
import ai.chatforge.platform.web.OpenSockets;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers by WebSocket: the same as by event stream, to the same callers, under the same limits. */
class ChatSocketTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PASSWORD = "a good long password";
    private static final String SHORT = "words-20";
    private static final String LONG = "words-5000-every-20ms";
    /** Some megabytes as events, which is more than the buffers between the processes take. */
    private static final String HUGE = "words-60000";

    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(options(
            "--server.tomcat.connection-timeout=3s",
            "--chatforge.chat.limits.sockets-at-once=10",
            "--chatforge.auth.administrator.email=root@example.com",
            "--chatforge.auth.administrator.password=" + PASSWORD));

    private static String owner;

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] options(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
                "--chatforge.chat.providers.scripted.models=" + SHORT + "," + LONG,
                "--chatforge.chat.providers.scripted.max-output-tokens=6000",
                "--chatforge.chat.providers.huge.base-url=" + MODEL.baseUrl(),
                "--chatforge.chat.providers.huge.models=" + HUGE,
                "--chatforge.chat.providers.huge.context-tokens=200000",
                "--chatforge.chat.providers.huge.max-output-tokens=100000",
                "--chatforge.outside-http.allowed-private=127.0.0.1/32"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @BeforeAll
    static void signUp() {
        owner = SERVER.signUp();
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    private static Map<String, Object> ask(String ref, String model) {
        return Map.of("type", "ask", "ref", ref, "content", "What is it?", "provider", "scripted", "model", model);
    }

    private static Map<String, Object> with(Map<String, Object> message, String field, Object value) {
        Map<String, Object> more = new HashMap<>(message);
        more.put(field, value);
        return more;
    }

    /** The same answer as server-sent events, in the form in which the socket has them. */
    private static List<String> streamed(String token, String messageId) {
        RunningServer.Answer answer = SERVER.get("/api/chat/messages/" + messageId + "/stream", token);
        assertThat(answer.status()).isEqualTo(200);
        List<String> events = new ArrayList<>();
        for (String block : answer.body().split("\n\n")) {
            String id = block.replaceAll("(?s).*?id: (\\d+)\n.*", "$1");
            String event = block.replaceAll("(?s).*?event: (\\w+)\n.*", "$1");
            events.add(id + " " + event + " " + JSON.readTree(block.replaceAll("(?s).*?data: ", "")));
        }
        return events;
    }

    private static List<String> told(List<JsonNode> events) {
        return events.stream()
                .map(event ->
                        event.path("id").asLong() + " " + event.path("event").asString() + " " + event.path("data"))
                .toList();
    }

    private static String bot(Map<String, Object> settings) {
        return SERVER.send("POST", "/api/chatbots", owner, settings)
                .json()
                .path("id")
                .asString();
    }

    @Test
    void anAnswerIsTheSameAsByEventStream() {
        try (SocketClient socket = SocketClient.signedIn(SERVER, owner)) {
            socket.send(ask("a", SHORT));
            List<JsonNode> events = socket.toEnd("a");

            String id = SocketClient.text(events.getFirst(), "messageId");
            assertThat(events)
                    .allMatch(event -> SocketClient.text(event, "messageId").equals(id));
            assertThat(told(events)).hasSizeGreaterThan(5).isEqualTo(streamed(owner, id));
        }
    }

    @Test
    void whoComesBackGoesOnFromAnyEvent() {
        String id;
        try (SocketClient socket = SocketClient.signedIn(SERVER, owner)) {
            socket.send(ask("a", LONG));
            id = socket.messageId("a");
            await().until(() -> socket.events("a").size() > 10);
        }
        try (SocketClient again = SocketClient.signedIn(SERVER, owner)) {
            again.send(Map.of("type", "attach", "ref", "b", "messageId", id, "lastEventId", 7));
            await().until(() -> again.events("b").size() > 10);
            again.send(Map.of("type", "stop", "ref", "s", "messageId", id));
            again.next("stopping", message -> SocketClient.text(message, "type").equals("stopping"));
            List<String> all = streamed(owner, id);

            assertThat(told(again.toEnd("b"))).isEqualTo(all.subList(7, all.size()));
            assertThat(all.getLast()).contains("\"status\":\"stopped\"");
            for (int last = 0; last < 12; last++) {
                String ref = "from-" + last;
                again.send(Map.of("type", "attach", "ref", ref, "messageId", id, "lastEventId", last));
                assertThat(told(again.toEnd(ref))).isEqualTo(all.subList(last, all.size()));
            }
        }
    }

    @Test
    void severalAnswersGoThroughOneSocketAndNotTooMany() {
        try (SocketClient socket = SocketClient.signedIn(SERVER, owner)) {
            for (int i = 0; i < 8; i++) {
                socket.send(ask("long-" + i, LONG));
            }
            for (int i = 0; i < 8; i++) {
                socket.messageId("long-" + i);
            }
            socket.send(ask("ninth", SHORT));
            assertThat(socket.problem("ninth").path("code").asString()).isEqualTo("rate_limited");
            for (int i = 0; i < 8; i++) {
                socket.send(Map.of("type", "stop", "messageId", socket.messageId("long-" + i)));
            }
            for (int i = 0; i < 8; i++) {
                List<JsonNode> events = socket.toEnd("long-" + i);
                String id = SocketClient.text(events.getFirst(), "messageId");
                assertThat(told(events)).isEqualTo(streamed(owner, id));
            }
            await().until(() -> {
                String ref = UUID.randomUUID().toString();
                socket.send(ask(ref, SHORT));
                return !SocketClient.text(
                                socket.next("reply", m -> SocketClient.text(m, "ref")
                                        .equals(ref)),
                                "type")
                        .equals("error");
            });
        }
    }

    @Test
    void aKeyAsksOnce() {
        try (SocketClient socket = SocketClient.signedIn(SERVER, owner)) {
            Map<String, Object> question =
                    with(ask("a", SHORT), "idempotencyKey", UUID.randomUUID().toString());
            socket.send(question);
            List<String> first = told(socket.toEnd("a"));
            socket.send(with(question, "ref", "b"));
            assertThat(told(socket.toEnd("b"))).isEqualTo(first);
            assertThat(socket.messageId("b")).isEqualTo(socket.messageId("a"));
            socket.send(with(with(question, "ref", "c"), "content", "Something else?"));
            assertThat(socket.problem("c").path("code").asString()).isEqualTo("idempotency_key_reused");
        }
    }

    @Test
    void whatIsWrongIsAnsweredAndTheSocketStaysOpen() {
        try (SocketClient socket = SocketClient.signedIn(SERVER, owner)) {
            socket.raw().sendText("{\"type\":", true).join();
            assertThat(socket.next("first", _ -> true)
                            .path("problem")
                            .path("code")
                            .asString())
                    .isEqualTo("malformed_body");
            socket.send(Map.of("type", "shout", "ref", "type"));
            assertThat(socket.problem("type")
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asString())
                    .isEqualTo("type");
            socket.send(Map.of("type", "ask", "ref", "none"));
            assertThat(socket.problem("none")
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asString())
                    .isEqualTo("content");
            socket.send(with(ask("unknown", SHORT), "tenantId", "x"));
            assertThat(socket.problem("unknown").path("code").asString()).isEqualTo("unknown_field");
            socket.send(with(ask("size", SHORT), "content", "x".repeat(32_001)));
            assertThat(socket.problem("size")
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asString())
                    .isEqualTo("content");
            socket.send(ask("model", "no-such-model"));
            assertThat(socket.problem("model").path("status").asInt()).isBetween(400, 499);
            socket.send(Map.of(
                    "type",
                    "attach",
                    "ref",
                    "id",
                    "messageId",
                    UUID.randomUUID().toString()));
            assertThat(socket.problem("id").path("status").asInt()).isEqualTo(404);
            socket.send(Map.of("type", "attach", "ref", "no-id"));
            assertThat(socket.problem("no-id")
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asString())
                    .isEqualTo("messageId");
            socket.send(Map.of("type", "ping", "ref", "p"));
            socket.next("pong", message -> SocketClient.text(message, "type").equals("pong"));
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void whatIsNoMessageEndsTheSocket() {
        try (SocketClient socket = SocketClient.signedIn(SERVER, owner)) {
            socket.raw().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
            assertThat(socket.closeCode()).isEqualTo(1003);
        }
        try (SocketClient socket = SocketClient.signedIn(SERVER, owner)) {
            socket.raw().sendText("x".repeat(300_000), true).join();
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aMessageThatIsNotEndedEndsTheSocket() {
        try (SocketClient whole = SocketClient.signedIn(SERVER, owner);
                SocketClient half = SocketClient.signedIn(SERVER, owner)) {
            whole.raw().sendText("{\"type\":", false).join();
            whole.raw().sendText("\"ping\"}", true).join();
            half.raw().sendText("{\"type\":", false).join();

            assertThat(half.closeCode()).isEqualTo(1008);
            whole.next("pong", message -> SocketClient.text(message, "type").equals("pong"));
            assertThat(whole.isOpen()).isTrue();
        }
    }

    @Test
    void whatBelongsToSomebodyElseLooksLikeWhatDoesNotExist() {
        String stranger = SERVER.signUp();
        String id = SERVER.send("POST", "/api/chat", owner, Map.of("content", "Hello"))
                .json()
                .path("message")
                .path("id")
                .asString();
        try (SocketClient socket = SocketClient.signedIn(SERVER, stranger)) {
            for (String type : List.of("attach", "stop")) {
                socket.send(Map.of("type", type, "ref", type, "messageId", id));
                JsonNode foreign = socket.problem(type);
                socket.send(Map.of(
                        "type",
                        type,
                        "ref",
                        type + "-none",
                        "messageId",
                        UUID.randomUUID().toString()));
                JsonNode none = socket.problem(type + "-none");
                assertThat(foreign.path("status").asInt()).isEqualTo(404);
                assertThat(foreign.path("detail")).isEqualTo(none.path("detail"));
            }
            String bot = bot(Map.of("name", "Private"));
            socket.send(Map.of("type", "ask", "ref", "bot", "content", "Hello", "botId", bot));
            assertThat(socket.problem("bot").path("status").asInt()).isEqualTo(404);
        }
    }

    @Test
    void onlyWhoIsSignedInAndFromHereGetsIn() {
        String path = "/api/chat/socket";
        assertThat(SocketClient.refused(SERVER, path, Map.of())).isEqualTo(401);
        assertThat(SocketClient.refused(SERVER, path, Map.of("Authorization", "Bearer nonsense")))
                .isEqualTo(401);
        assertThat(SERVER.get(path, null).json().path("code").asString()).isEqualTo("unauthenticated");
        assertThat(SERVER.get(path, owner).json().path("code").asString()).isEqualTo("invalid_request");

        String cookie = SERVER.signUpByCookie();
        assertThat(SocketClient.refused(SERVER, path, Map.of("Cookie", cookie))).isEqualTo(403);
        // A browser sends a password by itself, as it does the cookie; a token it does not.
        assertThat(SocketClient.refused(SERVER, path, Map.of("Cookie", cookie, "Authorization", "Basic Zm9vOmJhcg==")))
                .isEqualTo(403);
        assertThat(SocketClient.refused(SERVER, path, Map.of("Cookie", cookie, "Authorization", "Bearer " + owner)))
                .isEqualTo(101);
        for (String origin : List.of("https://evil.example", "http://127.0.0.1:1", "null")) {
            assertThat(SocketClient.refused(SERVER, path, Map.of("Cookie", cookie, "Origin", origin)))
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(SocketClient.refused(SERVER, path, Map.of("Cookie", cookie, "Origin", SERVER.address())))
                .isEqualTo(101);
    }

    @Test
    void nobodyHoldsTooManySockets() {
        String user = SERVER.signUp();
        List<SocketClient> open = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            open.add(SocketClient.signedIn(SERVER, user));
        }
        Map<String, String> headers = Map.of("Authorization", "Bearer " + user);
        await().until(() -> SocketClient.refused(SERVER, "/api/chat/socket", headers) == 429);
        open.forEach(SocketClient::close);
        await().until(() -> SocketClient.refused(SERVER, "/api/chat/socket", headers) == 101);
    }

    @Test
    void aVisitorIsKnownByTheSecretThatTheSocketTold() {
        String bot = bot(Map.of("name", "Open", "visibility", "public", "provider", "scripted", "model", SHORT));
        String path = "/api/chat/" + bot + "/socket";
        String secret;
        String id;
        try (SocketClient visitor = SocketClient.open(SERVER, path, Map.of())) {
            visitor.send(Map.of("type", "ask", "ref", "a", "content", "Hello"));
            secret = visitor.next("secret", message -> message.has("visitorId"))
                    .path("visitorId")
                    .asString();
            visitor.toEnd("a");
            id = SocketClient.text(visitor.events("a").getFirst(), "messageId");
            visitor.send(Map.of("type", "ping", "ref", "other", "visitorId", "x".repeat(32)));
            assertThat(visitor.problem("other")
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asString())
                    .isEqualTo("visitorId");
        }
        assertThat(SERVER.send(SERVER.request("/api/chat/" + bot + "/history")
                                .header("X-Visitor-Id", secret)
                                .build())
                        .json()
                        .path("messages"))
                .hasSize(2);
        try (SocketClient again = SocketClient.open(SERVER, path, Map.of())) {
            again.send(Map.of("type", "attach", "ref", "b", "messageId", id, "visitorId", secret));
            assertThat(again.toEnd("b")).isNotEmpty();
        }
        try (SocketClient byHeader = SocketClient.open(SERVER, path, Map.of("X-Visitor-Id", secret))) {
            byHeader.send(Map.of("type", "attach", "ref", "c", "messageId", id));
            assertThat(byHeader.toEnd("c")).isNotEmpty();
        }
        try (SocketClient stranger = SocketClient.open(SERVER, path, Map.of())) {
            stranger.send(Map.of("type", "attach", "ref", "d", "messageId", id));
            assertThat(stranger.problem("d").path("status").asInt()).isEqualTo(404);
            stranger.send(Map.of("type", "attach", "ref", "e", "messageId", id, "visitorId", "y".repeat(32)));
            assertThat(stranger.problem("e").path("status").asInt()).isEqualTo(404);
        }
        assertThat(SocketClient.refused(SERVER, "/api/chat/" + bot(Map.of("name", "Closed")) + "/socket", Map.of()))
                .isEqualTo(404);
    }

    @Test
    void whoIsSuspendedIsPutOut() {
        String user = SERVER.signUp();
        String id = SERVER.get("/api/auth/me", user).json().path("id").asString();
        String admin = SERVER.send(
                        "POST", "/api/auth/login", null, Map.of("email", "root@example.com", "password", PASSWORD))
                .json()
                .path("accessToken")
                .asString();
        try (SocketClient idle = SocketClient.signedIn(SERVER, user);
                SocketClient busy = SocketClient.signedIn(SERVER, user)) {
            busy.send(ask("a", LONG));
            busy.messageId("a");
            RunningServer.Answer suspended = SERVER.send("PUT", "/api/admin/users/" + id + "/suspension", admin, null);
            assertThat(suspended.status()).as(suspended.body()).isBetween(200, 299);

            assertThat(idle.closeCode()).isEqualTo(1008);
            assertThat(busy.closeCode()).isEqualTo(1008);
            assertThat(idle.received().getLast().path("problem").path("code").asString())
                    .isEqualTo("unauthenticated");
        }
    }

    @Test
    void whoTakesNothingIsCutOff() throws IOException {
        String user = SERVER.signUp();
        OpenSockets sockets = SERVER.context().getBean(OpenSockets.class);
        await().until(() -> sockets.count() == 0);
        try (UnreadSocket reader = UnreadSocket.open(SERVER, user)) {
            await().until(() -> sockets.count() == 1);
            Map<String, Object> question =
                    with(with(ask("huge", HUGE), "provider", "huge"), "content", "Long? ".repeat(30));
            reader.send(JSON.writeValueAsString(question));
            await().atMost(Duration.ofMinutes(2)).until(() -> sockets.count() == 0);
        }
    }

    @Test
    void nothingIsAskedWhileTheProcessEnds() {
        RunningServer ending = RunningServer.with(options());
        String user = ending.signUp();
        try (SocketClient socket = SocketClient.signedIn(ending, user)) {
            socket.send(ask("before", LONG));
            String id = socket.messageId("before");
            ending.context().getBean(Closing.class).onApplicationEvent(new ContextClosedEvent(ending.context()));

            socket.send(ask("a", SHORT));
            socket.send(
                    with(ask("b", SHORT), "idempotencyKey", UUID.randomUUID().toString()));
            for (String ref : List.of("a", "b")) {
                assertThat(socket.problem(ref).path("code").asString()).isEqualTo("service_unavailable");
                assertThat(socket.next("refusal", message -> SocketClient.text(message, "ref")
                                        .equals(ref))
                                .path("retryAfter")
                                .asInt())
                        .isEqualTo(5);
            }
            socket.send(Map.of("type", "attach", "ref", "again", "messageId", id));
            assertThat(socket.messageId("again")).isEqualTo(id);
        } finally {
            ending.context().close();
        }
    }

    @Test
    void atTheEndOfTheProcessAnswersGetTheirLastEvent() {
        RunningServer ending = RunningServer.with(options());
        String user = ending.signUp();
        try (SocketClient busy = SocketClient.signedIn(ending, user);
                SocketClient idle = SocketClient.signedIn(ending, user)) {
            busy.send(ask("a", LONG));
            busy.messageId("a");
            ending.context().close();

            assertThat(busy.closeCode()).isEqualTo(1001);
            assertThat(idle.closeCode()).isEqualTo(1001);
            assertThat(SocketClient.isLast(SocketClient.text(busy.received().getLast(), "event")))
                    .isTrue();
        }
    }
}
