package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.service.ServiceName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One question may wait here. */
class OverloadTest {
    private static final String PAGE = "https://app.example.com";
    private static final RunningServer SERVER =
            RunningServer.with("--chatforge.chat.limits.waiting-questions=1", "--chatforge.web.cors-origins=" + PAGE);
    private static final String QUESTION = "{\"content\":\"What is it?\"}";

    @AfterAll
    static void end() {
        SERVER.context().close();
    }

    private static HttpRequest.Builder question(String owner, String origin, String body) {
        return SERVER.request("/api/chat")
                .header("Authorization", "Bearer " + owner)
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static RunningServer.Answer ask(String owner) {
        return SERVER.send(question(owner, PAGE, QUESTION).build());
    }

    /** All of it but the last letter. */
    private static Socket begin(String owner) throws IOException {
        URI address = URI.create(SERVER.address());
        Socket socket = new Socket(address.getHost(), address.getPort());
        String head = "POST /api/chat HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nAuthorization: Bearer "
                + owner + "\r\nContent-Type: application/json\r\nContent-Length: " + QUESTION.length() + "\r\n\r\n";
        send(socket, head + QUESTION.substring(0, QUESTION.length() - 1));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void whoSendsSlowlyKeepsNobodyOut() throws IOException {
        String owner = SERVER.signUp();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                slow.add(begin(owner));
            }
            RunningServer.Answer answer = ask(owner);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);

            Socket first = slow.getFirst();
            send(first, "}");
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).contains(" 200");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aPageOfAnotherSiteIsToldToComeBack() {
        String owner = SERVER.signUp();
        String conversation = ask(owner).json().path("conversationId").asString();
        String body = "{\"content\":\"And?\",\"conversationId\":\"" + conversation + "\"}";
        String tenant = SERVER.database()
                .asSuperuser("select tenant_id from chat.conversation where id = '" + conversation + "'")
                .getFirst();
        Database db = SERVER.database().of(ServiceName.CHAT);

        CompletableFuture<Void> waiting = Tenant.call(
                UUID.fromString(tenant),
                () -> db.call(() -> {
                    db.sql()
                            .sql("select id from chat.conversation where id = ?::uuid for update")
                            .param(conversation)
                            .query()
                            .singleRow();
                    CompletableFuture<Void> begun = CompletableFuture.runAsync(
                            () -> untilLetIn(question(owner, PAGE, body).build()));
                    await().until(() -> ask(owner).status() == 429);
                    assertIsTold(ask(owner));
                    return begun;
                }));
        waiting.join();
    }

    private static void untilLetIn(HttpRequest question) {
        await().until(() -> SERVER.send(question).status() == 200);
    }

    private static void assertIsTold(RunningServer.Answer refused) {
        assertThat(refused.status()).as(refused.body()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("access-control-allow-origin", List.of(PAGE));
        assertThat(refused.header("access-control-expose-headers")).contains("Retry-After");
        assertThat(refused.header("retry-after")).isNotEmpty();
    }

    @Test
    void onlyPagesOfNamedSitesMayAsk() {
        String owner = SERVER.signUp();

        assertThat(ask(owner).headers()).containsEntry("access-control-allow-origin", List.of(PAGE));
        RunningServer.Answer foreign =
                SERVER.send(question(owner, "https://evil.example", QUESTION).build());
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.headers()).doesNotContainKey("access-control-allow-origin");
        assertThat(preflight(PAGE).headers()).containsEntry("access-control-allow-origin", List.of(PAGE));
        assertThat(preflight("https://evil.example").status()).isEqualTo(403);
    }

    private static RunningServer.Answer preflight(String origin) {
        return SERVER.send(SERVER.request("/api/chat")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "Authorization")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
    }

    @Test
    void aQuestionWithAKeyIsAskedOnce() {
        String owner = SERVER.signUp();
        String key = UUID.randomUUID().toString();
        RunningServer.Answer first = SERVER.send(
                question(owner, PAGE, QUESTION).header("Idempotency-Key", key).build());
        RunningServer.Answer second = SERVER.send(
                question(owner, PAGE, QUESTION).header("Idempotency-Key", key).build());
        RunningServer.Answer other = SERVER.send(question(owner, PAGE, "{\"content\":\"Why?\"}")
                .header("Idempotency-Key", key)
                .build());

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asString()).isEqualTo("idempotency_key_reused");
    }
}
