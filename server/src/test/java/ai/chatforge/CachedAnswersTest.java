package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer is given again to the same question, and to no other one. */
class CachedAnswersTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String QUESTION = "When does the shop open on Saturdays?";
    private static final String CITES = "cites-1";
    private static final String CITES_BOTH = "cites-1-2";
    private static final String WORDS = "words-20";
    private static final String SLOW = "words-5000-every-20ms";
    private static final String SECRET = "Chairs that are ordered with the code seven blue herons are half the price.";
    private static final String TELLS =
            "says-chairs+that+are+ordered+with+the+code+seven+blue+herons+are+half+the+price";
    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models="
                    + String.join(",", CITES, CITES_BOTH, WORDS, SLOW, TELLS, "reset-after-3"));

    private static String owner;

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void somebody() {
        owner = SERVER.signUp();
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    /** A bot of its own for each test, with one source. */
    private record Shop(String owner, String bot, String source) {
        static Shop open(String owner, Map<String, Object> settings) {
            Map<String, Object> body = new HashMap<>(Map.of("name", "Shop", "visibility", "public", "model", CITES));
            body.putAll(settings);
            String bot = SERVER.send("POST", "/api/chatbots", owner, body)
                    .json()
                    .path("id")
                    .asString();
            Shop shop = new Shop(owner, bot, "");
            return new Shop(owner, bot, shop.add("Hours", "The shop opens at nine on Saturdays.", true));
        }

        static Shop open() {
            return open(CachedAnswersTest.owner, Map.of());
        }

        String path(String rest) {
            return "/api/chatbots/" + bot + rest;
        }

        String add(String title, String text, boolean citable) {
            String id = SERVER.send(
                            "POST",
                            path("/sources"),
                            owner,
                            Map.of("type", "text", "title", title, "text", text, "citable", citable))
                    .json()
                    .path("id")
                    .asString();
            awaitReady();
            return id;
        }

        void awaitReady() {
            await().atMost(Duration.ofMinutes(2)).until(() -> SERVER.get(path("/status"), owner)
                    .json()
                    .path("status")
                    .asString()
                    .equals("ready"));
        }

        void change(Map<String, Object> settings) {
            Map<String, Object> body = new HashMap<>(settings);
            body.put(
                    "version",
                    SERVER.get(path(""), owner).json().path("version").asInt());
            assertThat(SERVER.send("PATCH", path(""), owner, body).status()).isEqualTo(200);
        }

        RunningServer.Answer send(String content, @Nullable String model, @Nullable String conversation) {
            Map<String, Object> body = new HashMap<>(Map.of("botId", bot, "content", content));
            if (model != null) {
                body.put("model", model);
            }
            if (conversation != null) {
                body.put("conversationId", conversation);
            }
            return SERVER.send("POST", "/api/chat", owner, body);
        }

        /** The answer. */
        JsonNode ask(String content) {
            return message(send(content, null, null));
        }

        boolean isCached(String content) {
            return ask(content).path("cached").asBoolean();
        }

        int kept() {
            return Integer.parseInt(SERVER.database()
                    .asSuperuser("select count(*) from chat.cached_answer where bot_id = '" + bot + "'")
                    .getFirst());
        }
    }

    private static JsonNode message(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("message");
    }

    @Test
    void theSameQuestionIsAnsweredWithoutAModel() {
        Shop shop = Shop.open();
        JsonNode first = shop.ask(QUESTION);
        long calls = MODEL.count();
        JsonNode used = SERVER.get("/api/usage", owner).json().path("total");

        JsonNode again = shop.ask(QUESTION);
        JsonNode spaced = shop.ask("  When does\t the  shop open on Saturdays?\n");

        assertThat(first.path("cached").asBoolean()).isFalse();
        assertThat(first.path("citations").size()).isOne();
        for (JsonNode cached : List.of(again, spaced)) {
            assertThat(cached.path("cached").asBoolean()).isTrue();
            assertThat(cached.path("id")).isNotEqualTo(first.path("id"));
            assertThat(cached.path("content")).isEqualTo(first.path("content"));
            assertThat(cached.path("citations")).isEqualTo(first.path("citations"));
            assertThat(cached.path("model")).isEqualTo(first.path("model"));
            assertThat(cached.path("usage").path("credits").asLong(-1)).isZero();
        }
        assertThat(MODEL.count()).isEqualTo(calls);
        assertThat(SERVER.get("/api/usage", owner).json().path("total")).isEqualTo(used);
        JsonNode citation = again.path("citations").path(0);
        assertThat(SERVER.get(shop.path("/sources/" + citation.path("sourceId").asString()), owner)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void itStreamsLikeAnyOther() {
        Shop shop = Shop.open();
        String text = shop.ask(QUESTION).path("content").asString();

        RunningServer.Answer streamed = SERVER.send(
                "POST", "/api/chat", owner, Map.of("botId", shop.bot(), "content", QUESTION, "stream", true));

        List<String> events = streamed.body()
                .lines()
                .filter(line -> line.startsWith("event:"))
                .map(line -> line.substring(6).strip())
                .toList();
        assertThat(events).startsWith("start", "citations", "delta").endsWith("done");
        StringBuilder said = new StringBuilder();
        streamed.body()
                .lines()
                .filter(line -> line.startsWith("data: {\"text\""))
                .forEach(line -> said.append(
                        JSON.readTree(line.substring(6)).path("text").asString()));
        assertThat(said.toString()).isEqualTo(text);
        assertThat(streamed.body()).contains("\"cached\":true");
    }

    @Test
    void anotherQuestionModelBotOrAccountHasAnotherAnswer() {
        Shop shop = Shop.open();
        assertThat(shop.isCached(QUESTION)).isFalse();

        assertThat(shop.isCached(QUESTION.toLowerCase(Locale.ROOT))).isFalse();
        assertThat(message(shop.send(QUESTION, WORDS, null)).path("cached").asBoolean())
                .isFalse();
        assertThat(Shop.open().isCached(QUESTION)).isFalse();
        assertThat(Shop.open(SERVER.signUp(), Map.of()).isCached(QUESTION)).isFalse();
        assertThat(shop.isCached(QUESTION)).isTrue();
    }

    @Test
    void whatWasSaidBeforeBelongsToTheQuestion() {
        Shop shop = Shop.open();
        RunningServer.Answer first = shop.send("Who sells the large oak tables here?", null, null);
        String conversation = first.json().path("conversationId").asString();
        assertThat(shop.isCached(QUESTION)).isFalse();

        JsonNode later = message(shop.send(QUESTION, null, conversation));

        assertThat(later.path("cached").asBoolean()).isFalse();
        String other = shop.send("Who sells the large oak tables here?", null, null)
                .json()
                .path("conversationId")
                .asString();
        assertThat(message(shop.send(QUESTION, null, other)).path("cached").asBoolean())
                .isTrue();
    }

    @Test
    void otherSettingsHaveAnotherAnswer() {
        Shop shop = Shop.open();
        shop.ask(QUESTION);
        shop.change(Map.of("instructions", "Be brief."));

        assertThat(shop.isCached(QUESTION)).isFalse();
        assertThat(shop.isCached(QUESTION)).isTrue();
    }

    @Test
    void aBotCanDoWithout() {
        Shop shop = Shop.open(owner, Map.of("cacheAnswers", false));
        shop.ask(QUESTION);

        assertThat(shop.isCached(QUESTION)).isFalse();
        assertThat(shop.kept()).isZero();
        assertThat(SERVER.get(shop.path(""), owner).json().path("cacheAnswers").asBoolean(true))
                .isFalse();
        shop.change(Map.of("cacheAnswers", true));
        shop.ask(QUESTION);
        assertThat(shop.isCached(QUESTION)).isTrue();
    }

    @Test
    void aChangedTextHasAnotherAnswer() {
        Shop shop = Shop.open();
        shop.ask(QUESTION);

        SERVER.send(
                "PUT",
                shop.path("/sources/" + shop.source() + "/text"),
                owner,
                Map.of("text", "The shop opens at ten on Saturdays."));
        shop.awaitReady();

        JsonNode fresh = shop.ask(QUESTION);
        assertThat(fresh.path("cached").asBoolean()).isFalse();
        assertThat(fresh.path("citations").path(0).path("text").asString()).contains("at ten");
    }

    /** The key alone keeps it away, at once; then the text is removed. */
    @Test
    void whatMayNotBeCitedAnyMoreIsGone() {
        Shop shop = Shop.open(owner, Map.of("model", CITES_BOTH));
        String source = shop.add("Code", "Marker zweihundertelf: the shop opens on Saturdays, too.", true);
        shop.ask(QUESTION);
        assertThat(tables("zweihundertelf", "chat.cached_answer")).isPositive();

        SERVER.send("PATCH", shop.path("/sources/" + source), owner, Map.of("citable", false));

        assertThat(shop.isCached(QUESTION)).isFalse();
        await().until(() -> tables("zweihundertelf", "chat.cached_answer") == 0);
    }

    @Test
    void whatWasDeletedIsGone() {
        Shop shop = Shop.open(owner, Map.of("model", CITES_BOTH));
        String source = shop.add("Code", "Marker dreihundertdrei: the shop opens on Saturdays, too.", true);
        shop.ask(QUESTION);
        assertThat(tables("dreihundertdrei", "chat.cached_answer")).isPositive();

        SERVER.send("DELETE", shop.path("/sources/" + source), owner, null);

        await().until(() -> tables("dreihundertdrei", "chat.cached_answer") == 0);
        assertThat(shop.ask(QUESTION).toString()).doesNotContain("dreihundertdrei");
    }

    @Test
    void itGoesWithTheConversationAndWithTheBot() {
        Shop shop = Shop.open();
        String conversation = shop.send("Fragezeichenmarker? " + QUESTION, null, null)
                .json()
                .path("conversationId")
                .asString();
        shop.ask(QUESTION);
        assertThat(shop.kept()).isEqualTo(2);

        SERVER.send("DELETE", "/api/chat/conversations/" + conversation, owner, null);

        assertThat(shop.kept()).isOne();
        assertThat(tables("fragezeichenmarker", "chat.cached_answer")).isZero();
        SERVER.send("DELETE", shop.path(""), owner, null);
        await().until(() -> shop.kept() == 0);
        await().until(() -> SERVER.database()
                .asSuperuser("select count(*) from chat.cached_bot where bot_id = '" + shop.bot() + "'")
                .getFirst()
                .equals("0"));
    }

    private static int tables(String word, String table) {
        return Integer.parseInt(SERVER.database()
                .asSuperuser(
                        "select count(*) from %s t where position('%s' in lower(t::text)) > 0".formatted(table, word))
                .getFirst());
    }

    @Test
    void onlyWholeAnswersAreKept() throws Exception {
        Shop shop = Shop.open();
        shop.add("Secrets", SECRET, false);
        assertThat(shop.send("What is the code for chairs?", "reset-after-3", null)
                        .status())
                .isEqualTo(502);
        JsonNode withheld = message(shop.send("What is the code for chairs?", TELLS, null));
        assertThat(withheld.path("withheld").asInt()).isPositive();
        CompletableFuture<RunningServer.Answer> slow =
                CompletableFuture.supplyAsync(() -> shop.send(QUESTION, SLOW, null));
        await().until(() -> underWay(shop).size() == 1);
        SERVER.send("POST", "/api/chat/messages/" + underWay(shop).getFirst() + "/stop", owner, null);
        assertThat(message(slow.get()).path("status").asString()).isEqualTo("stopped");

        assertThat(shop.kept()).isZero();
        assertThat(message(shop.send("What is the code for chairs?", TELLS, null))
                        .path("cached")
                        .asBoolean())
                .isFalse();
    }

    private static List<String> underWay(Shop shop) {
        return SERVER.database().asSuperuser("""
                select m.id from chat.message m join chat.conversation c on c.id = m.conversation_id
                where c.bot_id = '%s' and m.status = 'streaming' and m.model = '%s'
                """.formatted(shop.bot(), SLOW));
    }

    @Test
    void anAnswerGivenAnewIsFromTheModelAndStandsFromThenOn() {
        Shop shop = Shop.open();
        JsonNode first = shop.ask(QUESTION);
        long calls = MODEL.count();

        JsonNode anew = message(
                SERVER.send("POST", "/api/chat/messages/" + first.path("id").asString() + "/retry", owner, Map.of()));

        assertThat(anew.path("cached").asBoolean()).isFalse();
        assertThat(MODEL.count()).isEqualTo(calls + 1);
        assertThat(SERVER.database()
                        .asSuperuser("select message_id from chat.cached_answer where bot_id = '" + shop.bot() + "'"))
                .containsExactly(anew.path("id").asString());
        assertThat(shop.isCached(QUESTION)).isTrue();
    }

    @Test
    void manyAtOnceAreAllAnswered() {
        Shop shop = Shop.open();
        List<CompletableFuture<RunningServer.Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            asked.add(CompletableFuture.supplyAsync(() -> shop.send(QUESTION, null, null)));
        }

        List<String> contents = asked.stream()
                .map(answer -> message(answer.join()).path("content").asString())
                .distinct()
                .toList();

        assertThat(contents).hasSize(1);
        assertThat(shop.kept()).isOne();
        assertThat(shop.isCached(QUESTION)).isTrue();
    }

    @Test
    void visitorsAreToldNothingOfWhatAnAnswerCosts() {
        Shop shop = Shop.open();
        RunningServer.Answer first = askAsVisitor(shop, false);
        RunningServer.Answer again = askAsVisitor(shop, true);

        assertThat(message(first).path("usage").isMissingNode()
                        || message(first).path("usage").isNull())
                .isTrue();
        assertThat(again.body())
                .contains("\"cached\":true")
                .doesNotContain("Tokens\":")
                .doesNotContain("credits\":");
        RunningServer.Answer history = SERVER.send(SERVER.request("/api/chat/" + shop.bot() + "/history")
                .header("X-Visitor-Id", first.header("x-visitor-id"))
                .build());
        assertThat(history.json().path("messages").size()).isEqualTo(2);
        assertThat(history.body()).doesNotContain("Tokens\":").doesNotContain("credits\":");
    }

    private static RunningServer.Answer askAsVisitor(Shop shop, boolean stream) {
        return SERVER.send(SERVER.request("/api/chat/" + shop.bot())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("content", QUESTION, "stream", stream))))
                .build());
    }
}
