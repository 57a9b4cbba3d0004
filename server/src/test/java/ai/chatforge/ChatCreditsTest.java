package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What answers cost, from the question to the ledger. */
class ChatCreditsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Of the trial. */
    private static final long ALLOWANCE = 500_000;

    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models=words-20,no-usage,zero-usage,status-500,reset-after-3,"
                    + "words-5000-every-20ms,stalls-before-first,words-2-no-usage",
            "--chatforge.chat.providers.scripted.max-output-tokens=64",
            "--chatforge.chat.providers.long.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.long.models=words-9,words-8",
            "--chatforge.chat.providers.long.max-output-tokens=400",
            "--chatforge.outside-http.allowed-private=127.0.0.1/32",
            "--chatforge.user.base-plan=free",
            "--chatforge.auth.administrator.email=root@example.com",
            "--chatforge.auth.administrator.password=a good long password");

    private static String admin;

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void administrator() {
        admin = SERVER.send(
                        "POST",
                        "/api/auth/login",
                        null,
                        Map.of("email", "root@example.com", "password", "a good long password"))
                .json()
                .path("accessToken")
                .asString();
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    private static Map<String, Object> question(String model) {
        return Map.of("content", "What is it?", "provider", "scripted", "model", model);
    }

    private static RunningServer.Answer ask(String owner, String model) {
        return SERVER.send("POST", "/api/chat", owner, question(model));
    }

    private static JsonNode usage(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("message").path("usage");
    }

    private static JsonNode balance(String owner) {
        return SERVER.get("/api/credits/balance", owner).json();
    }

    private static long available(String owner) {
        return balance(owner).path("available").asLong();
    }

    /** Once nothing is reserved any more. */
    private static long availableInTheEnd(String owner) {
        await().until(() -> balance(owner).path("reserved").asLong() == 0);
        return available(owner);
    }

    private static Call lastCall(String model) {
        return MODEL.calls().stream()
                .filter(call -> call.model().equals(model))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Test
    void anAnswerCostsWhatTheProviderCounted() {
        String owner = SERVER.signUp();
        JsonNode usage = usage(ask(owner, "words-20"));

        Call.Usage told = Objects.requireNonNull(lastCall("words-20").told());
        assertThat(usage.path("credits").asLong())
                .isEqualTo(told.promptTokens() + told.completionTokens())
                .isPositive();
        assertThat(available(owner)).isEqualTo(ALLOWANCE - usage.path("credits").asLong());
        assertThat(balance(owner).path("reserved").asLong()).isZero();
        JsonNode total = SERVER.get("/api/usage", owner).json().path("total");
        assertThat(total.path("answers").asLong()).isOne();
        assertThat(total.path("credits").asLong())
                .isEqualTo(usage.path("credits").asLong());
    }

    @Test
    void anExplicitZeroIsZero() {
        String owner = SERVER.signUp();
        JsonNode usage = usage(ask(owner, "zero-usage"));

        assertThat(usage.path("credits").asLong()).isZero();
        assertThat(usage.path("reported").asBoolean()).isTrue();
        assertThat(available(owner)).isEqualTo(ALLOWANCE);
    }

    @Test
    void whatTheProviderDoesNotTellIsCounted() {
        String owner = SERVER.signUp();
        JsonNode usage = usage(ask(owner, "no-usage"));

        assertThat(usage.path("reported").asBoolean()).isFalse();
        assertThat(usage.path("credits").asLong())
                .isEqualTo(usage.path("promptTokens").asLong()
                        + usage.path("completionTokens").asLong())
                .isPositive();
        assertThat(available(owner)).isEqualTo(ALLOWANCE - usage.path("credits").asLong());
    }

    @Test
    void aProviderThatSaysNothingCostsNothing() {
        String owner = SERVER.signUp();

        assertThat(ask(owner, "status-500").status()).isEqualTo(502);
        assertThat(availableInTheEnd(owner)).isEqualTo(ALLOWANCE);
    }

    @Test
    void whatWasSaidBeforeItBrokeOffIsPaid() {
        String owner = SERVER.signUp();

        assertThat(ask(owner, "reset-after-3").status()).isEqualTo(502);
        assertThat(availableInTheEnd(owner)).isLessThan(ALLOWANCE).isGreaterThan(ALLOWANCE - 200);
    }

    @Test
    void theBuiltInAnswererCostsNothing() {
        String owner = SERVER.signUp();
        RunningServer.Answer answer =
                SERVER.send("POST", "/api/chat", owner, Map.of("content", "Hello", "provider", "built-in"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(availableInTheEnd(owner)).isEqualTo(ALLOWANCE);
    }

    @Test
    void aStoppedAnswerCostsWhatWasSaid() throws IOException {
        String owner = SERVER.signUp();
        String message;
        try (InputStream events = stream(owner, "words-5000-every-20ms").body()) {
            message = messageOf(events);
            await().until(() -> lastCall("words-5000-every-20ms").wordsSent() > 5);
            SERVER.send("POST", "/api/chat/messages/" + message + "/stop", owner, null);
        }
        long paid = ALLOWANCE - availableInTheEnd(owner);
        await().until(() -> lastCall("words-5000-every-20ms").callerLeft());

        int sent = lastCall("words-5000-every-20ms").wordsSent();
        assertThat(paid).isPositive();
        // A word of the script is up to three tokens as they are counted here; the system prompt and question come to
        // it.
        assertThat(paid).isLessThan(sent * 4L + 100);
    }

    /** Of the id that the first event tells. */
    private static String messageOf(InputStream events) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().contains("\n\n") || !text.toString().contains("\"message\"")) {
            int next = events.read();
            assertThat(next).as("more after " + text).isNotNegative();
            text.append((char) next);
        }
        String data = text.toString()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .findFirst()
                .orElseThrow();
        return JSON.readTree(data.substring(5)).path("message").path("id").asString();
    }

    private static HttpResponse<InputStream> stream(String owner, String model) {
        return streaming(owner, model).join();
    }

    private static CompletableFuture<HttpResponse<InputStream>> streaming(String owner, String model) {
        return HttpClient.newHttpClient()
                .sendAsync(
                        SERVER.request("/api/chat")
                                .header("Authorization", "Bearer " + owner)
                                .header("Content-Type", "application/json")
                                .header("Accept", "text/event-stream")
                                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(question(model))))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void creditForSevenIsForSevenOfManyAtOnce() throws IOException {
        String owner = SERVER.signUp();
        long prompt = usage(ask(owner, "words-2-no-usage")).path("promptTokens").asLong();
        long left = available(owner);
        // Seven times this fit, and what is left after them is less than one.
        double each = Math.floor(left / 7.5 / (prompt + 64) * 1000) / 1000;
        price("stalls-before-first", each, each);

        List<CompletableFuture<HttpResponse<InputStream>>> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            asked.add(streaming(owner, "stalls-before-first"));
        }
        List<HttpResponse<InputStream>> answers =
                asked.stream().map(CompletableFuture::join).toList();
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(7);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 402).hasSize(33);
        for (HttpResponse<InputStream> answer : answers) {
            if (answer.statusCode() == 200) {
                SERVER.send("POST", "/api/chat/messages/" + messageOf(answer.body()) + "/stop", owner, null);
            } else {
                JsonNode problem = JSON.readTree(answer.body().readAllBytes());
                assertThat(problem.path("code").asString()).isEqualTo("insufficient_credits");
                assertThat(problem.path("detail").asString()).contains("are held for answers under way");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(problem.path("retryable").asBoolean()).isTrue();
            }
            answer.body().close();
        }
        assertThat(availableInTheEnd(owner)).as("nothing was said").isEqualTo(left);
    }

    private static void assertNothingIsHeldOf(String content) {
        String owner = SERVER.signUp();
        RunningServer.Answer answer = SERVER.send(
                "POST", "/api/chat", owner, Map.of("content", content, "provider", "scripted", "model", "words-20"));

        assertThat(answer.status()).as(answer.body()).isGreaterThanOrEqualTo(500);
        assertThat(balance(owner).path("reserved").asLong()).isZero();
        assertThat(available(owner)).isEqualTo(ALLOWANCE);
    }

    @Test
    void aQuestionThatCannotBeStoredHoldsNothing() {
        SERVER.database().asSuperuser("""
                create function chat.refuse() returns trigger language plpgsql
                  as $$ begin raise exception 'refused'; end $$
                """, """
                create trigger refuse before insert on chat.message
                  for each row when (new.content = 'Not to be stored') execute function chat.refuse()
                """, """
                create constraint trigger refuse_late after insert on chat.message deferrable initially deferred
                  for each row when (new.content = 'Not to be committed') execute function chat.refuse()
                """);

        assertNothingIsHeldOf("Not to be stored");
        assertNothingIsHeldOf("Not to be committed");
    }

    private static void price(String model, double input, double output) {
        RunningServer.Answer set = SERVER.send(
                "PUT",
                "/api/admin/prices",
                admin,
                Map.of("provider", "*", "model", model, "input", input, "cached", input, "output", output));
        assertThat(set.status()).as(set.body()).isBetween(200, 299);
    }

    @Test
    void anAnswerIsNoLongerThanCanBePaid() {
        String owner = SERVER.signUp();
        price("words-9", 0, 5_000);

        assertThat(SERVER.send(
                                "POST",
                                "/api/chat",
                                owner,
                                Map.of("content", "What is it?", "provider", "long", "model", "words-9"))
                        .status())
                .isEqualTo(200);
        JsonNode asked = JSON.readTree(lastCall("words-9").body());
        assertThat(asked.path("max_tokens").asLong()).isEqualTo(ALLOWANCE / 5_000);
    }

    @Test
    void aVisitorIsNotToldWhatTheOwnerHas() {
        String owner = SERVER.signUp();
        price("words-8", 1_000_000, 1_000_000);
        RunningServer.Answer made = SERVER.send(
                "POST",
                "/api/chatbots",
                owner,
                Map.of("name", "Shop", "visibility", "public", "provider", "long", "model", "words-8"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        RunningServer.Answer answer = SERVER.send(
                "POST", "/api/chat/" + made.json().path("id").asString(), null, Map.of("content", "What is it?"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(402);
        assertThat(answer.json().path("detail").asString())
                .contains("used up what its owner provides")
                .doesNotContain(String.valueOf(ALLOWANCE));
        assertThat(MODEL.calls()).noneMatch(call -> call.model().equals("words-8"));
    }
}
