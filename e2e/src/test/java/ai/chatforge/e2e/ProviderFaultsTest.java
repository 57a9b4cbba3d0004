package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Providers fail (R8): before the first word the next one answers, after it nothing is said twice, and one bill is written. */
class ProviderFaultsTest {
    private static final int CALLS = Integer.getInteger("chatforge.calls", 8);
    /** Three seconds are promised in 99.9% of the cases; a busy machine takes longer. */
    private static final Duration FIRST_WORD =
            Duration.ofMillis(Long.getLong("chatforge.first-word-within-ms", 30_000));

    private static final double MOST_LATE = 0.001;
    private static final int AT_ONCE = 20;
    /** A model that fails more often is not asked any more for a while. */
    private static final int CALLS_OF_ONE_MODEL = 4;

    private static final String STAND_IN = "words-20";
    private static final String ALL_OF_IT = String.join(
            " ", IntStream.rangeClosed(1, 20).mapToObj(word -> "w" + word).toList());

    private static final List<String> BEFORE = List.of(
            "status-429-retry-after-1s",
            "status-500",
            "status-503",
            "reset-before-first",
            "close-before-first",
            "stalls-before-first",
            "first-after-9000ms",
            "reset-after-0",
            "ends-after-0",
            "html-200");

    private static final List<String> AFTER = List.of(
            "reset-after-3",
            "close-after-3",
            "ends-after-3",
            "stalls-after-3",
            "half-chunk",
            "not-json",
            "error-in-stream");

    /** Of a provider that is not there. */
    private static final String REFUSED = "refused";

    private static ScriptedProvider first;
    private static ScriptedProvider second;
    private static Installation installation;

    /** How one question was answered. */
    private record Told(Duration untilFirstWord, String words, Events.Event end) {
        JsonNode message() {
            return end.data().path("message");
        }
    }

    @BeforeAll
    static void start() throws IOException {
        first = ScriptedProvider.start(0, Integer.MAX_VALUE);
        second = ScriptedProvider.start(0, Integer.MAX_VALUE);
        List<String> models = Stream.concat(BEFORE.stream(), AFTER.stream())
                .flatMap(fault -> variants(fault).stream())
                .toList();
        installation = Installation.inOneProcess(
                "faults",
                Scripted.paid(
                        first,
                        models,
                        "--chatforge.chat.providers.scripted.silence=4s",
                        "--chatforge.chat.providers.away.base-url=http://127.0.0.1:" + Launched.freePort() + "/v1",
                        "--chatforge.chat.providers.away.models=" + String.join(",", variants(REFUSED)),
                        "--chatforge.chat.providers.second.base-url=" + second.baseUrl(),
                        "--chatforge.chat.providers.second.models=" + STAND_IN,
                        "--chatforge.chat.fallback.models=second/" + STAND_IN));
    }

    @AfterAll
    static void stop() throws IOException {
        try {
            installation.requireOrder();
        } finally {
            installation.close();
            first.close();
            second.close();
        }
    }

    private static List<String> variants(String fault) {
        int models = (CALLS + CALLS_OF_ONE_MODEL - 1) / CALLS_OF_ONE_MODEL;
        return IntStream.range(0, models)
                .mapToObj(number -> fault + "-words-" + (20 + number))
                .toList();
    }

    @Test
    void beforeTheFirstWordTheNextOneAnswers() throws Exception {
        Purse purse = new Purse(installation.signUp());
        long allowance = purse.available();
        long stoodIn = second.count();
        List<Told> all = new ArrayList<>(ask(purse.owner(), "scripted", BEFORE));
        all.addAll(ask(purse.owner(), "away", List.of(REFUSED)));

        assertThat(all).hasSize((BEFORE.size() + 1) * CALLS).allSatisfy(told -> {
            assertThat(told.words()).isEqualTo(ALL_OF_IT);
            assertThat(told.end().name()).isEqualTo("done");
            assertThat(told.message().path("provider").asString()).isEqualTo("second");
            assertThat(told.message().path("model").asString()).isEqualTo(STAND_IN);
        });
        long late = all.stream()
                .filter(told -> told.untilFirstWord().compareTo(FIRST_WORD) > 0)
                .count();
        System.out.printf("%d answers by the next model, %d of them late%n", all.size(), late);
        assertThat(late).isLessThanOrEqualTo((long) (all.size() * MOST_LATE));
        assertThat(second.count() - stoodIn).isEqualTo(all.size());
        purse.awaitNothingReserved();
        long told = second.calls().stream()
                .skip(stoodIn)
                .map(call -> Objects.requireNonNull(call.told()))
                .mapToLong(usage -> usage.promptTokens() + usage.completionTokens())
                .sum();
        assertThat(allowance - purse.available()).isEqualTo(told).isEqualTo(charged(all));
    }

    @Test
    void afterTheFirstWordNothingIsSaidTwice() throws Exception {
        Purse purse = new Purse(installation.signUp());
        long allowance = purse.available();
        long stoodIn = second.count();
        long asked = first.count();

        List<Told> all = ask(purse.owner(), "scripted", AFTER);

        assertThat(all).hasSize(AFTER.size() * CALLS).allSatisfy(told -> {
            assertThat(told.words()).isIn("w1 w2", "w1 w2 w3");
            assertThat(told.end().name()).isEqualTo("error");
            assertThat(told.end().data().path("problem").path("code").asString())
                    .isEqualTo("provider_failed");
            assertThat(told.message().path("content").asString()).isEqualTo(told.words());
        });
        assertThat(second.count()).isEqualTo(stoodIn);
        assertThat(first.count() - asked).isEqualTo(all.size());
        assertThat(first.calls().stream().skip(asked)).allMatch(call -> call.ending() != Call.Ending.COMPLETE);
        purse.awaitNothingReserved();
        assertThat(purse.used().path("answers").asLong()).isEqualTo(all.size());
        assertThat(allowance - purse.available())
                .isPositive()
                .isEqualTo(charged(all))
                .isEqualTo(purse.used().path("credits").asLong());
    }

    private static long charged(List<Told> all) {
        return all.stream()
                .mapToLong(told -> told.message().path("usage").path("credits").asLong())
                .sum();
    }

    /** Each fault so many times. */
    private static List<Told> ask(Client owner, String provider, List<String> faults) throws Exception {
        Semaphore free = new Semaphore(AT_ONCE);
        List<Future<Told>> asking = new ArrayList<>();
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String fault : faults) {
                List<String> models = variants(fault);
                for (int i = 0; i < CALLS; i++) {
                    String model = models.get(i % models.size());
                    asking.add(askers.submit(() -> {
                        free.acquire();
                        try {
                            return ask(owner, provider, model);
                        } finally {
                            free.release();
                        }
                    }));
                }
            }
        }
        List<Told> all = new ArrayList<>();
        for (Future<Told> one : asking) {
            all.add(one.get());
        }
        return all;
    }

    private static Told ask(Client owner, String provider, String model) {
        long begin = System.nanoTime();
        Duration untilFirstWord = Duration.ZERO;
        StringBuilder words = new StringBuilder();
        Events.Event last = null;
        try (Events events = owner.events(
                "/api/chat", Map.of("content", "Tell me.", "provider", provider, "model", model, "stream", true))) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                last = event.get();
                if (last.name().equals("delta")) {
                    untilFirstWord = words.isEmpty() ? Duration.ofNanos(System.nanoTime() - begin) : untilFirstWord;
                    words.append(last.data().path("text").asString());
                }
            }
        }
        if (last == null) {
            throw new AssertionError(model + " was answered with nothing");
        }
        return new Told(untilFirstWord, words.toString().strip(), last);
    }
}
