package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Credit for exactly seven answers, and five hundred who ask at once: seven are answered, in whatever way it is asked (R2). */
class OverspendTest {
    private static final int ROUNDS = Integer.getInteger("chatforge.rounds", 3);
    private static final int AT_ONCE = Integer.getInteger("chatforge.at-once", 500);
    private static final int AFFORDED = 7;
    private static final int TOKENS = 64;
    /** Says just as much as it may, so that an answer costs what was reserved for it. */
    private static final String MODEL = "words-" + TOKENS;

    private static final Map<String, Object> QUESTION =
            Map.of("content", "Tell me.", "provider", "scripted", "model", MODEL);

    private static ScriptedProvider provider;
    private static Installation installation;
    private static Client admin;

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start();
        installation = Installation.inOneProcess(
                "overspend",
                Scripted.paid(
                        provider,
                        List.of(MODEL),
                        "--chatforge.chat.providers.scripted.max-output-tokens=" + TOKENS,
                        "--chatforge.chat.key-requests-per-minute=10000000",
                        "--chatforge.chat.public-messages-per-minute=10000000"));
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
    void sevenOfManyUsersAreAnswered() throws Exception {
        spend(owner -> () -> owner.post("/api/chat", QUESTION));
    }

    @Test
    void sevenOfManyVisitorsAreAnswered() throws Exception {
        spend(owner -> {
            String bot = bot(owner, "public");
            return () -> installation.anonymous().post("/api/chat/" + bot, Map.of("content", "Tell me."));
        });
    }

    @Test
    void sevenOfManyProgramsAreAnswered() throws Exception {
        spend(owner -> {
            String bot = bot(owner, "private");
            Client program = owner.with(
                    owner.post("/api/chatbots/" + bot + "/keys", Map.of("name", "Program", "scopes", List.of("chat")))
                            .ok()
                            .text("secret"));
            Map<String, Object> completion =
                    Map.of("model", "default", "messages", List.of(Map.of("role", "user", "content", "Tell me.")));
            return () -> program.post("/v1/chat/completions", completion);
        });
    }

    private static String bot(Client owner, String visibility) {
        return owner.post(
                        "/api/chatbots",
                        Map.of(
                                "name",
                                "Shop",
                                "visibility",
                                visibility,
                                "provider",
                                "scripted",
                                "model",
                                MODEL,
                                // Else the first answer would do for the others, at no cost.
                                "cacheAnswers",
                                false))
                .ok()
                .text("id");
    }

    /** @param way of an account's owner, who asks in it at the account's expense */
    private static void spend(Function<Client, Supplier<Answer>> way) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Purse purse = new Purse(installation.signUp());
            Supplier<Answer> ask = way.apply(purse.owner());
            endowForSeven(purse);
            long asked = provider.count();

            List<Answer> answers = allAtOnce(ask);

            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(AFFORDED);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 200)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.body()).isEqualTo(402));
            assertThat(provider.count() - asked).isEqualTo(AFFORDED);
            purse.awaitNothingReserved();
            assertThat(purse.available()).isZero();
            assertThat(purse.used().path("completionTokens").asLong()).isEqualTo(AFFORDED * TOKENS);
        }
    }

    /** Sets the price of a token of an answer, and gives the account what is missing to seven answers. */
    private static void endowForSeven(Purse purse) {
        long tokens = AFFORDED * TOKENS;
        long price = purse.available() / tokens + 1;
        admin.send(
                        "PUT",
                        "/api/admin/prices",
                        Map.of("provider", "*", "model", MODEL, "input", 0, "cached", 0, "output", price))
                .ok();
        String account = purse.owner().get("/api/auth/me").ok().text("id");
        admin.post("/api/credits/allocate", Map.of("accountId", account, "credits", price * tokens - purse.available()))
                .ok();
        assertThat(purse.available()).isEqualTo(price * tokens);
    }

    private static List<Answer> allAtOnce(Supplier<Answer> ask) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Answer>> asking = new ArrayList<>();
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                asking.add(askers.submit(() -> {
                    start.await();
                    return ask.get();
                }));
            }
            start.countDown();
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> one : asking) {
            answers.add(one.get());
        }
        return Collections.unmodifiableList(answers);
    }
}
