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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A broken stream is billed right (R3): clients that go away at any byte leave one row of what the model said each. */
class AbortsTest {
    private static final long SEED = Long.getLong("chatforge.seed", 42);
    private static final int ABORTS = Integer.getInteger("chatforge.aborts", 60);
    /** Two seconds are promised; a busy machine takes longer. */
    private static final Duration CANCELLED = Duration.ofMillis(Long.getLong("chatforge.cancelled-within-ms", 20_000));

    private static final int AT_ONCE = 20;
    private static final int MOST_BYTES = 2_500;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int WORDS = 50;
    /** Each word is one token, as they are counted here. */
    private static final String ON = "every-20ms-says-" + String.join("+", Collections.nCopies(WORDS, "on"));

    private static final String SILENT = "no-usage-" + ON;
    private static final String FREE = "zero-usage-" + ON;

    private static final Pattern DELTA = Pattern.compile("\\{\"text\":\"([^\"]*)\"}");

    private static ScriptedProvider provider;
    private static Installation installation;

    private final Map<String, Instant> left = new ConcurrentHashMap<>();
    /** Words that each client had when it went. */
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    /** Those who were told the end. */
    private final Set<String> whole = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start(0, Integer.MAX_VALUE);
        installation = Installation.inOneProcess(
                "aborts",
                Scripted.paid(
                        provider,
                        List.of(SILENT, FREE),
                        // Nobody comes back here.
                        "--chatforge.chat.grace-time=0s",
                        "--chatforge.chat.providers.scripted.max-output-tokens=100"));
    }

    @AfterAll
    static void stop() throws IOException {
        try {
            installation.requireOrder();
        } finally {
            installation.close();
            provider.close();
        }
    }

    @Test
    void whatWasSaidUntilTheClientLeftIsPaidOnce() {
        Purse purse = new Purse(installation.signUp());
        Client owner = purse.owner();
        long allowance = purse.available();
        Random random = new Random(SEED);
        Semaphore free = new Semaphore(AT_ONCE);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ABORTS; i++) {
                // One in ten is told that it cost nothing, of which half read to the end.
                String model = i % 10 == 0 ? FREE : SILENT;
                int bytes = i % 20 == 0 ? ALL : random.nextInt(MOST_BYTES);
                String question = "Tell me " + i + ".";
                clients.execute(() -> {
                    free.acquireUninterruptibly();
                    try {
                        leaveAfter(owner, question, model, bytes);
                    } finally {
                        free.release();
                    }
                });
            }
        }
        await().until(() -> provider.calls().stream().noneMatch(call -> call.ending() == Call.Ending.UNDER_WAY));
        purse.awaitNothingReserved();

        Map<String, Call> calls =
                provider.calls().stream().collect(Collectors.toMap(AbortsTest::question, Function.identity()));
        assertThat(calls).hasSize(ABORTS);
        assertThat(calls.values()).as("of those that were left").anyMatch(Call::callerLeft);
        assertThat(whole).as("who read to the end").hasSizeGreaterThanOrEqualTo(ABORTS / 20);
        assertThat(purse.used().path("answers").asLong())
                .as("rows, seed " + SEED)
                .isEqualTo(ABORTS);
        assertThat(purse.transactions("settlement"))
                .extracting(settlement -> settlement.path("reference").asString())
                .doesNotHaveDuplicates()
                .hasSize(ABORTS);
        List<JsonNode> conversations = owner.all("/api/chat/conversations?limit=100");
        assertThat(conversations).hasSize(ABORTS);
        long paid = 0;
        for (JsonNode conversation : conversations) {
            JsonNode messages = owner.get(
                            "/api/chat/conversations/" + conversation.path("id").asString())
                    .ok()
                    .json()
                    .path("messages");
            String question = messages.path(0).path("content").asString();
            JsonNode usage = messages.path(1).path("usage");
            assertBilled(
                    question,
                    usage,
                    Objects.requireNonNull(calls.get(question), question),
                    Objects.requireNonNull(seen.get(question), question));
            paid += usage.path("credits").asLong();
        }
        assertThat(paid)
                .isEqualTo(allowance - purse.available())
                .isEqualTo(purse.used().path("credits").asLong());
        assertThat(calls.entrySet())
                .filteredOn(call -> call.getValue().callerLeft())
                .allSatisfy(call -> assertThat(goneAfter(call.getKey(), call.getValue()))
                        .as("until the model was told that nobody listens to " + call.getKey())
                        .isLessThan(CANCELLED));
    }

    private void assertBilled(String question, JsonNode usage, Call call, long seen) {
        boolean reported = usage.path("reported").asBoolean();
        // What it told may have been on its way when the client went.
        if (call.told() != null && (reported || whole.contains(question))) {
            assertThat(reported).as(question).isTrue();
            assertThat(usage.path("credits").asLong()).as(question).isZero();
            return;
        }
        // What was on its way to us when the client went is not paid for. A space at the end may count as one more.
        assertThat(usage.path("completionTokens").asLong())
                .as("tokens that were paid for " + question + ", of those that the provider sent")
                .isBetween(seen, call.wordsSent() + 1L);
        assertThat(usage.path("credits").asLong())
                .as(question)
                .isIn(
                        0L,
                        usage.path("promptTokens").asLong()
                                + usage.path("completionTokens").asLong());
        if (seen > 0) {
            assertThat(usage.path("credits").asLong()).as(question).isPositive();
        }
    }

    private static String question(Call call) {
        JsonNode messages = Http.JSON.readTree(call.body()).path("messages");
        return messages.path(messages.size() - 1).path("content").asString();
    }

    private Duration goneAfter(String question, Call call) {
        Instant ended = Objects.requireNonNull(call.endedAt());
        return Duration.between(Objects.requireNonNull(left.get(question)), ended);
    }

    private void leaveAfter(Client owner, String question, String model, int bytes) {
        HttpRequest request = owner.request("/api/chat")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Http.JSON.writeValueAsString(
                        Map.of("content", question, "provider", "scripted", "model", model, "stream", true))))
                .build();
        HttpResponse<InputStream> response = Http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        try (InputStream body = response.body()) {
            String read = new String(body.readNBytes(bytes), StandardCharsets.UTF_8);
            if (read.contains("event: done")) {
                whole.add(question);
            }
            seen.put(
                    question,
                    DELTA.matcher(read)
                            .results()
                            .mapToLong(delta -> delta.group(1).split("on", -1).length - 1L)
                            .sum());
        } catch (IOException e) {
            throw new AssertionError("The answer broke off", e);
        } finally {
            left.put(question, Instant.now());
        }
    }
}
