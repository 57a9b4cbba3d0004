package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
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
 * reservation is resolved once, and every balance is what its ledger says. The long run is {@code bench/run kills}.
 */
class CreditsCrashTest {
    private static final long SEED = Long.getLong("chatforge.seed", 42);
    private static final int KILLS = Integer.getInteger("chatforge.kills", 10);
    private static final int STREAMS = Integer.getInteger("chatforge.streams", 100);
    private static final int ACCOUNTS = Integer.getInteger("chatforge.accounts", 6);
    private static final int READERS = Integer.getInteger("chatforge.readers", 24);
    /** One; or chat and its ledger in two that are killed, and the knowledge in a third one. */
    private static final boolean SPLIT = Boolean.getBoolean("chatforge.split");

    private static final int WORDS = 60;
    /** Each word is one token, for the provider and as they are counted here. */
    private static final String MODEL = "every-30ms-says-" + String.join("+", Collections.nCopies(WORDS, "on"));

    private static ScriptedProvider provider;
    private static Installation installation;

    private final Random random = new Random(SEED);
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong whole = new AtomicLong();

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start(0, Integer.MAX_VALUE);
        String[] options =
                Scripted.paid(provider, List.of(MODEL), "--chatforge.chat.providers.scripted.max-output-tokens=100");
        installation = SPLIT
                ? Installation.inThreeProcesses("credits-split", options)
                : Installation.inOneProcess("credits", options);
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
        provider.close();
    }

    @Test
    void creditsAreConservedWhateverIsCutOff() throws InterruptedException {
        List<Purse> purses = IntStream.range(0, ACCOUNTS)
                .mapToObj(_ -> new Purse(installation.signUp()))
                .toList();
        long allowance = purses.getFirst().available();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                Client owner = purses.get(i % ACCOUNTS).owner();
                readers.execute(() -> askUntil(over, owner));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                awaitBegun(begun.get() + READERS / 2);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
                List<Launched> victims = victims();
                victims.forEach(Launched::kill);
                victims.forEach(Launched::launch);
                victims.forEach(Launched::awaitHealthy);
            }
            awaitBegun(STREAMS);
            over.set(true);
        }

        purses.forEach(Purse::awaitNothingReserved);
        purses.forEach(purse -> assertPaid(purse, allowance));
        // What was reserved is a row, even where the server died before the model was asked.
        assertThat(sum(purses, "answers")).as("seed " + SEED).isGreaterThanOrEqualTo(whole.get());
        assertThat(sum(purses, "completionTokens"))
                .as("tokens that were paid, of those that the provider sent, seed " + SEED)
                .isBetween(
                        WORDS * whole.get(),
                        provider.calls().stream().mapToLong(Call::wordsSent).sum() + provider.count());
        assertThat(purses.stream().mapToLong(CreditsCrashTest::paidAnswers).sum())
                .isBetween(whole.get(), provider.count());
        System.out.printf("%d kills, %d streams begun, %d whole, seed %d%n", KILLS, begun.get(), whole.get(), SEED);
        installation.requireOrder();
    }

    private void awaitBegun(long streams) {
        await().atMost(Duration.ofHours(2)).until(() -> begun.get() >= streams);
    }

    /** Either of two processes, or both at once. */
    private List<Launched> victims() {
        Launched front = installation.process(Installation.Part.FRONT);
        Launched chat = installation.process(Installation.Part.CHAT);
        List<List<Launched>> choices =
                SPLIT ? List.of(List.of(front), List.of(chat), List.of(front, chat)) : List.of(List.of(front));
        return choices.get(random.nextInt(choices.size()));
    }

    private static void assertPaid(Purse purse, long allowance) {
        assertThat(purse.used().path("credits").asLong())
                .as("what was paid, seed " + SEED)
                .isEqualTo(allowance - purse.available())
                .isPositive();
    }

    private static long sum(List<Purse> purses, String field) {
        return purses.stream()
                .mapToLong(purse -> purse.used().path(field).asLong())
                .sum();
    }

    /** Those that cost something. */
    private static long paidAnswers(Purse purse) {
        return purse.owner().all("/api/credits/transactions?limit=100").stream()
                .filter((JsonNode item) -> item.path("consumed").asLong() > 0)
                .count();
    }

    /** One answer after the other. What cannot be asked while the server is away is asked again. */
    private void askUntil(AtomicBoolean over, Client owner) {
        Map<String, Object> question =
                Map.of("content", "Tell me.", "provider", "scripted", "model", MODEL, "stream", true);
        while (!over.get()) {
            try (Events events = owner.events("/api/chat", question)) {
                begun.incrementAndGet();
                for (Optional<Events.Event> event = events.next(); event.isPresent(); event = events.next()) {
                    if (isWhole(event.get())) {
                        whole.incrementAndGet();
                    }
                }
            } catch (RuntimeException | AssertionError away) {
                pause();
            }
        }
    }

    private static boolean isWhole(Events.Event event) {
        return event.name().equals("done")
                && event.data().path("message").path("status").asString().equals("complete");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
