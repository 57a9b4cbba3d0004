package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What creates or charges takes an Idempotency-Key (R4): sent several times at once, it is done once. */
class DuplicatesTest {
    private static final long SEED = Long.getLong("chatforge.seed", 42);
    private static final int CALLS = Integer.getInteger("chatforge.calls", 500);
    private static final int AT_ONCE = 16;
    private static final int MOST_COPIES = 4;
    private static final String MODEL = "words-3";

    private static ScriptedProvider provider;
    private static Installation installation;
    private static Client admin;

    /** Somebody whose keys are the same as those of the other one. */
    private record Tenant(String account, Client owner, String bot, List<String> toFinalize, List<String> toAbort) {
        Purse purse() {
            return new Purse(owner);
        }
    }

    private enum Kind {
        BOT,
        SOURCE,
        CHAT,
        INITIALIZE,
        FINALIZE,
        ABORT,
        ALLOCATE
    }

    /** @param number tells its body from others of its kind */
    private record Call(Kind kind, Tenant tenant, int number) {
        Client caller() {
            return kind == Kind.ALLOCATE ? admin : tenant.owner();
        }

        /** The administrator is one caller for both tenants. */
        String key() {
            return kind + "-" + number + (kind == Kind.ALLOCATE ? "-" + tenant.account() : "");
        }

        String path() {
            return switch (kind) {
                case BOT -> "/api/chatbots";
                case SOURCE -> "/api/chatbots/" + tenant.bot() + "/sources?train=false";
                case CHAT -> "/api/chat";
                case INITIALIZE -> "/api/streaming-sessions/initialize";
                case FINALIZE -> "/api/streaming-sessions/finalize";
                case ABORT -> "/api/streaming-sessions/abort";
                case ALLOCATE -> "/api/credits/allocate";
            };
        }

        Map<String, Object> body() {
            return switch (kind) {
                case BOT -> Map.of("name", "Bot " + number);
                case SOURCE -> Map.of("type", "text", "title", "Text " + number, "text", "It is number " + number);
                case CHAT -> Map.of("content", "Tell me " + number, "provider", "scripted", "model", MODEL);
                case INITIALIZE -> session(number + 1);
                case FINALIZE ->
                    Map.of(
                            "sessionId",
                            tenant.toFinalize().get(number),
                            "promptTokens",
                            10,
                            "completionTokens",
                            number % 10);
                case ABORT -> Map.of("sessionId", tenant.toAbort().get(number), "completionTokens", 1 + number % 9);
                case ALLOCATE -> Map.of("accountId", tenant.account(), "credits", number + 1);
            };
        }

        /** With a field of another value. */
        Map<String, Object> otherBody() {
            Map<String, Object> other = new HashMap<>(body());
            switch (kind) {
                case BOT -> other.put("name", "Another");
                case SOURCE -> other.put("title", "Another");
                case CHAT -> other.put("content", "Something else");
                case INITIALIZE -> other.put("maxOutputTokens", 999);
                case FINALIZE, ABORT -> other.put("completionTokens", 99);
                case ALLOCATE -> other.put("credits", 1_000_000);
            }
            return other;
        }

        Answer send(Map<String, Object> body) {
            Answer answer = once(body);
            while (answer.status() == 409 && answer.text("code").equals("idempotency_in_progress")) {
                pause(Duration.ofSeconds(Long.parseLong(answer.header("retry-after"))));
                answer = once(body);
            }
            return answer;
        }

        private Answer once(Map<String, Object> body) {
            return Http.send(caller().request(path())
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key())
                    .POST(BodyPublishers.ofString(Http.JSON.writeValueAsString(body)))
                    .build());
        }
    }

    private static Map<String, Object> session(int maxOutputTokens) {
        return Map.of(
                "provider", "openai", "model", "gpt-4o-mini", "promptTokens", 10, "maxOutputTokens", maxOutputTokens);
    }

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start();
        installation = Installation.inOneProcess("duplicates", Scripted.unlimited(provider, List.of(MODEL)));
        admin = installation.admin();
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
    void whatIsSentSeveralTimesIsDoneOnce() throws Exception {
        int numbers = CALLS / (2 * Kind.values().length);
        List<Tenant> tenants = List.of(tenant(numbers), tenant(numbers));
        List<Call> calls = new ArrayList<>();
        for (int number = 0; number < numbers; number++) {
            for (Kind kind : Kind.values()) {
                for (Tenant tenant : tenants) {
                    calls.add(new Call(kind, tenant, number));
                }
            }
        }

        Map<Call, Answer> first = sendAll(calls);

        assertThat(provider.count()).as("answers that were made").isEqualTo(2L * numbers);
        tenants.forEach(tenant -> assertDone(tenant, numbers));
        for (Call call : calls.subList(0, 2 * Kind.values().length)) {
            Answer again = call.send(call.body());
            assertThat(again.body())
                    .isEqualTo(Objects.requireNonNull(first.get(call)).body());
            assertThat(again.header("idempotency-replayed")).isEqualTo("true");
            Answer other = call.send(call.otherBody());
            assertThat(other.status()).as(call + " changed: " + other.body()).isEqualTo(422);
            assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
        }
        tenants.forEach(tenant -> assertDone(tenant, numbers));
    }

    private static Tenant tenant(int numbers) {
        Client owner = installation.signUp();
        return new Tenant(
                owner.get("/api/auth/me").ok().text("id"),
                owner,
                owner.makeBot("Shop"),
                sessions(owner, numbers),
                sessions(owner, numbers));
    }

    private static List<String> sessions(Client owner, int numbers) {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            sessions.add(owner.post("/api/streaming-sessions/initialize", session(20))
                    .ok()
                    .text("id"));
        }
        return sessions;
    }

    /** One in five of them two to four times at once; whoever sends one gets the same. */
    private static Map<Call, Answer> sendAll(List<Call> calls) throws Exception {
        Random random = new Random(SEED);
        Semaphore free = new Semaphore(AT_ONCE);
        Map<Call, List<Future<Answer>>> sent = new HashMap<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Call call : calls) {
                int copies = random.nextInt(5) == 0 ? 2 + random.nextInt(MOST_COPIES - 1) : 1;
                free.acquire(copies);
                List<Future<Answer>> all = new ArrayList<>();
                for (int copy = 0; copy < copies; copy++) {
                    all.add(senders.submit(() -> {
                        try {
                            return call.send(call.body());
                        } finally {
                            free.release();
                        }
                    }));
                }
                sent.put(call, all);
            }
        }
        Map<Call, Answer> answers = new HashMap<>();
        for (Map.Entry<Call, List<Future<Answer>>> copies : sent.entrySet()) {
            Answer first = copies.getValue().getFirst().get().ok();
            for (Future<Answer> copy : copies.getValue()) {
                assertThat(copy.get().body())
                        .as("answers to " + copies.getKey())
                        .isEqualTo(first.body());
                assertThat(copy.get().status()).isEqualTo(first.status());
            }
            answers.put(copies.getKey(), first);
        }
        return answers;
    }

    private static void assertDone(Tenant tenant, int numbers) {
        Client owner = tenant.owner();
        assertThat(names(owner.all("/api/chatbots?limit=100"), "name"))
                .hasSize(numbers + 1)
                .doesNotHaveDuplicates();
        assertThat(names(owner.all("/api/chatbots/" + tenant.bot() + "/sources?limit=100"), "title"))
                .hasSize(numbers)
                .doesNotHaveDuplicates();
        assertThat(owner.all("/api/chat/conversations?limit=100")).hasSize(numbers);
        Purse purse = tenant.purse();
        // Of chats, of sessions that were begun with a key, and of those that were there to be ended.
        assertThat(purse.transactions("reservation")).hasSize(4 * numbers);
        assertThat(purse.transactions("settlement")).hasSize(3 * numbers);
        assertThat(purse.transactions("grant")).hasSize(numbers);
        assertThat(purse.lasting()).isEqualTo((long) numbers * (numbers + 1) / 2);
    }

    private static List<String> names(List<JsonNode> items, String field) {
        return items.stream().map(item -> item.path(field).asString()).toList();
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
