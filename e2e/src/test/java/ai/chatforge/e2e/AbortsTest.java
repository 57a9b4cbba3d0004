package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A broken stream is billed right (R3): clients that go away at any byte leave one row of what the model said each. */
class AbortsTest {
    private static final long SEED = Long.getLong("chatforge.seed", 42);
    private static final int ABORTS = Integer.getInteger("chatforge.aborts", 60);
    private static final int AT_ONCE = 20;
    private static final int MOST_BYTES = 2_500;
    /** Each word is one token, as they are counted here. */
    private static final String MODEL = "no-usage-every-20ms-says-" + String.join("+", Collections.nCopies(50, "on"));

    /** What was on its way when the client went. A space at the end may count as one more. */
    private static final int UNREAD = 3;

    private static ScriptedProvider provider;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start(0, 2 * ABORTS);
        installation = Installation.inOneProcess(
                "aborts",
                "--chatforge.user.base-plan=free",
                // Nobody comes back here.
                "--chatforge.chat.grace-time=0s",
                "--chatforge.outside-http.allowed-private=127.0.0.0/8",
                "--chatforge.chat.providers.scripted.base-url=" + provider.baseUrl(),
                "--chatforge.chat.providers.scripted.models=" + MODEL,
                "--chatforge.chat.providers.scripted.max-output-tokens=100");
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
        provider.close();
    }

    @Test
    void whatWasSaidUntilTheClientLeftIsPaidOnce() {
        Client owner = installation.signUp();
        long allowance = balance(owner).path("available").asLong();
        Random random = new Random(SEED);
        Semaphore free = new Semaphore(AT_ONCE);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ABORTS; i++) {
                int bytes = random.nextInt(MOST_BYTES);
                clients.execute(() -> {
                    free.acquireUninterruptibly();
                    try {
                        leaveAfter(owner, bytes);
                    } finally {
                        free.release();
                    }
                });
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> provider.calls().stream().noneMatch(call -> call.ending() == Call.Ending.UNDER_WAY));
        await().until(() -> balance(owner).path("reserved").asLong() == 0);

        List<Call> calls = provider.calls();
        JsonNode used = owner.get("/api/usage").ok().json().path("total");
        assertThat(used.path("answers").asLong()).as("rows, seed " + SEED).isEqualTo(ABORTS);
        assertThat(calls).hasSize(ABORTS);
        assertThat(calls).as("of those that were left").anyMatch(Call::callerLeft);
        long said = calls.stream().mapToLong(Call::wordsSent).sum();
        assertThat(used.path("completionTokens").asLong())
                .as("tokens that were paid, of those that the provider sent")
                .isBetween(said - (long) UNREAD * ABORTS, said + ABORTS);
        assertThat(used.path("credits").asLong())
                .isEqualTo(allowance - balance(owner).path("available").asLong());
    }

    private static JsonNode balance(Client owner) {
        return owner.get("/api/credits/balance").ok().json();
    }

    private static void leaveAfter(Client owner, int bytes) {
        HttpRequest request = owner.request("/api/chat")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Http.JSON.writeValueAsString(
                        Map.of("content", "Tell me.", "provider", "scripted", "model", MODEL, "stream", true))))
                .build();
        HttpResponse<InputStream> response = Http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        try (InputStream body = response.body()) {
            assertThat(body.readNBytes(bytes).length).isLessThanOrEqualTo(bytes);
        } catch (IOException e) {
            throw new AssertionError("The answer broke off", e);
        }
    }
}
