package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Credits are conserved (R1): whatever the server was doing when it was killed, soon after its next start each
 * reservation is resolved once, and every balance is what its ledger says.
 */
class CreditsCrashTest {
    private static final long SEED = Long.getLong("chatforge.seed", 42);
    private static final int KILLS = Integer.getInteger("chatforge.kills", 10);
    private static final int ACCOUNTS = Integer.getInteger("chatforge.accounts", 6);
    private static final int READERS = Integer.getInteger("chatforge.readers", 24);
    private static final String MODEL = "words-60-every-30ms";
    private static final Duration RESOLVED = Duration.ofSeconds(60);

    private static ScriptedProvider provider;
    private static Installation installation;

    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong whole = new AtomicLong();

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start();
        installation = Installation.inOneProcess(
                "credits",
                "--chatforge.user.base-plan=free",
                "--chatforge.outside-http.allowed-private=127.0.0.0/8",
                "--chatforge.chat.providers.scripted.base-url=" + provider.baseUrl(),
                "--chatforge.chat.providers.scripted.models=" + MODEL);
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
        provider.close();
    }

    private static Launched server() {
        return installation.process(Installation.Part.FRONT);
    }

    @Test
    void creditsAreConservedWhateverIsCutOff() throws InterruptedException {
        List<Client> owners = IntStream.range(0, ACCOUNTS)
                .mapToObj(_ -> installation.signUp())
                .toList();
        long allowance = balance(owners.getFirst()).path("available").asLong();
        Random random = new Random(SEED);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                Client owner = owners.get(i % ACCOUNTS);
                readers.execute(() -> askUntil(over, owner));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                long before = begun.get();
                await().until(() -> begun.get() > before + READERS / 2);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
                server().kill();
                server().start();
            }
            over.set(true);
        }

        await().atMost(RESOLVED).untilAsserted(() -> assertThat(owners)
                .allSatisfy(owner ->
                        assertThat(balance(owner).path("reserved").asLong()).isZero()));
        long answers = 0;
        long paid = 0;
        for (Client owner : owners) {
            JsonNode used = owner.get("/api/usage").ok().json().path("total");
            assertThat(used.path("credits").asLong())
                    .as("what was paid, seed " + SEED)
                    .isEqualTo(allowance - balance(owner).path("available").asLong())
                    .isPositive();
            answers += used.path("answers").asLong();
            paid += paidAnswers(owner);
        }
        // What was reserved is a row, even where the server died before the model was asked.
        assertThat(answers).isGreaterThanOrEqualTo(whole.get());
        assertThat(paid).isGreaterThanOrEqualTo(whole.get()).isLessThanOrEqualTo(provider.count());
        server().stop();
        assertThat(server().command("doctor"))
                .contains("Everything is in order.")
                .endsWith("exit 0");
    }

    /** Those that cost something. */
    private static long paidAnswers(Client owner) {
        long paid = 0;
        String cursor = "";
        do {
            JsonNode page = owner.get("/api/credits/transactions?limit=100" + cursor)
                    .ok()
                    .json();
            for (JsonNode item : page.path("items")) {
                paid += item.path("consumed").asLong() > 0 ? 1 : 0;
            }
            cursor = page.path("nextCursor").isString()
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return paid;
    }

    private static JsonNode balance(Client owner) {
        return owner.get("/api/credits/balance").ok().json();
    }

    /** One answer after the other. What cannot be asked while the server is away is asked again. */
    private void askUntil(AtomicBoolean over, Client owner) {
        while (!over.get()) {
            try (Events events = owner.events(owner.request("/api/chat")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(Http.JSON.writeValueAsString(
                            Map.of("content", "Tell me.", "provider", "scripted", "model", MODEL, "stream", true))))
                    .build())) {
                begun.incrementAndGet();
                for (Optional<Events.Event> event = events.next(); event.isPresent(); event = events.next()) {
                    if (event.get().name().equals("done")) {
                        whole.incrementAndGet();
                    }
                }
            } catch (RuntimeException | AssertionError away) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
