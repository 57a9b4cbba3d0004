package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Own keys, what stands in for a model, and the catalogue. */
class OwnModelsTest {
    private static final String KEY = "sk-planted-own-key-77af";
    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models=words-3,status-500,gpt-4o",
            "--chatforge.chat.providers.claude.kind=anthropic",
            "--chatforge.chat.providers.claude.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.claude.models=words-4",
            "--chatforge.chat.providers.claude.context-tokens=5000",
            "--chatforge.chat.providers.claude.max-output-tokens=700",
            "--chatforge.chat.fallback.models=claude/words-4",
            "--chatforge.outside-http.allowed-private=127.0.0.1/32",
            "--chatforge.auth.administrator.email=root@example.com",
            "--chatforge.auth.administrator.password=a good long password");

    private static String owner;
    private static String bot;

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void aBot() {
        owner = SERVER.signUp();
        bot = newBot(owner);
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    private static String newBot(String token) {
        return SERVER.send("POST", "/api/chatbots", token, Map.of("name", "Shop"))
                .json()
                .path("id")
                .asString();
    }

    private static RunningServer.Answer put(String token, String path, String key, String... models) {
        return SERVER.send(
                "PUT",
                "/api/chat/keys/" + path,
                token,
                Map.of("key", key, "baseUrl", MODEL.baseUrl().toString(), "models", List.of(models)));
    }

    private static JsonNode ask(String token, String botId, @Nullable String provider, String model) {
        Map<String, Object> body = new HashMap<>(Map.of("botId", botId, "content", "What is it?", "model", model));
        if (provider != null) {
            body.put("provider", provider);
        }
        return SERVER.send("POST", "/api/chat", token, body).json();
    }

    private static List<String> models(String token) {
        return SERVER.get("/api/chat/models", token)
                .json()
                .path("items")
                .valueStream()
                .map(item ->
                        item.path("provider").asString() + "/" + item.path("id").asString())
                .toList();
    }

    @Test
    void anOwnKeyIsWrittenNeverReadAndAnswers() {
        String mine = SERVER.signUp();
        String myBot = newBot(mine);

        RunningServer.Answer saved = put(mine, "anthropic", KEY, "words-5");

        assertThat(saved.status()).as(saved.body()).isEqualTo(200);
        assertThat(saved.json().path("lastFour").asString()).isEqualTo("77af");
        RunningServer.Answer list = SERVER.get("/api/chat/keys", mine);
        assertThat(list.json().path("items")).hasSize(1);
        assertThat(saved.body() + list.body()).doesNotContain(KEY);
        assertThat(models(mine)).contains("anthropic/words-5", "scripted/words-3");
        assertThat(models(owner)).doesNotContain("anthropic/words-5");

        JsonNode answer = ask(mine, myBot, null, "words-5");
        assertThat(answer.path("message").path("content").asString()).isEqualTo("w1 w2 w3 w4 w5");
        assertThat(answer.path("message").path("provider").asString()).isEqualTo("anthropic");
        assertThat(MODEL.calls().getLast().headers()).containsEntry("x-api-key", KEY);
        assertThat(ask(owner, bot, null, "words-5").path("code").asString()).isEqualTo("invalid_request");

        assertThat(SERVER.send("DELETE", "/api/chat/keys/anthropic", mine, null).status())
                .isEqualTo(204);
        assertThat(SERVER.send("DELETE", "/api/chat/keys/anthropic", mine, null).status())
                .isEqualTo(404);
        assertThat(models(mine)).doesNotContain("anthropic/words-5");
        assertThat(stored("select count(*)::text from chat.provider_secret s where not exists"
                        + " (select from chat.provider_key k where k.id = s.id)"))
                .isEqualTo("0");
    }

    private static String stored(String sql) {
        return String.join(",", SERVER.database().asSuperuser(sql));
    }

    @Test
    void theKeyIsSealedWhereItIsStored() {
        String mine = SERVER.signUp();
        put(mine, "openai", KEY, "words-5");

        assertThat(stored("select count(*)::text from chat.provider_secret")).isNotEqualTo("0");
        assertThat(stored("select encode(sealed_key, 'escape') from chat.provider_secret"))
                .doesNotContain(KEY.substring(3, 12));
    }

    @Test
    void aKeyOfOneBotIsThatBotsAlone() {
        String mine = SERVER.signUp();
        String one = newBot(mine);
        String other = newBot(mine);
        put(mine, "openai?botId=" + one, KEY, "words-6");

        assertThat(ask(mine, one, null, "words-6")
                        .path("message")
                        .path("content")
                        .asString())
                .isEqualTo("w1 w2 w3 w4 w5 w6");
        assertThat(ask(mine, other, null, "words-6").path("code").asString()).isEqualTo("invalid_request");
        assertThat(SERVER.get("/api/chat/models?botId=" + one, mine).body()).contains("words-6");
        for (String bot : List.of(one, other)) {
            String key = SERVER.send(
                            "POST",
                            "/api/chatbots/" + bot + "/keys",
                            mine,
                            Map.of("name", "Program", "scopes", List.of("chat")))
                    .json()
                    .path("secret")
                    .asString();
            assertThat(SERVER.get("/v1/models", key).body().contains("words-6")).isEqualTo(bot.equals(one));
            assertThat(SERVER.get("/v1/models/words-6", key).status()).isEqualTo(bot.equals(one) ? 200 : 404);
        }
        assertThat(SERVER.get("/api/chat/keys", mine).json().path("items")).isEmpty();
        assertThat(SERVER.get("/api/chat/keys?botId=" + one, owner).status()).isEqualTo(404);
        assertThat(put(owner, "openai?botId=" + one, KEY, "words-6").status()).isEqualTo(404);

        SERVER.send("DELETE", "/api/chatbots/" + one, mine, null);
        await().until(() -> stored("select count(*)::text from chat.provider_key where bot_id = '" + one + "'")
                .equals("0"));
    }

    @Test
    void whatIsWrongWithAKeyIsSaidInPlainWords() {
        String mine = SERVER.signUp();

        assertThat(check(mine, "words-1").path("works").asBoolean()).isTrue();
        assertThat(said(mine, "status-401")).contains("refuses the key").doesNotContain(KEY);
        assertThat(said(mine, "status-404")).contains("status-404", "not there");
        assertThat(said(mine, "status-429")).contains("more often");
        assertThat(said(mine, "status-500")).contains("fault");
        assertThat(said(mine, "html-200")).contains("not as OpenAI does");
        assertThat(said(mine, "reset-before-first")).contains("Nothing answers");
        SERVER.send(
                "PUT",
                "/api/chat/keys/openai",
                mine,
                Map.of("key", KEY, "baseUrl", "http://10.1.2.3/v1", "models", List.of("x")));
        assertThat(test(mine).path("message").asString()).contains("not a public one");
        assertThat(SERVER.send("POST", "/api/chat/keys/gemini/test", mine, null).status())
                .isEqualTo(404);
    }

    private static JsonNode check(String token, String model) {
        put(token, "openai", KEY, model);
        return test(token);
    }

    private static JsonNode test(String token) {
        return SERVER.send("POST", "/api/chat/keys/openai/test", token, null).json();
    }

    private static String said(String token, String model) {
        JsonNode check = check(token, model);
        assertThat(check.path("works").asBoolean()).isFalse();
        return check.path("message").asString();
    }

    @Test
    void badKeysAreRefused() {
        assertThat(SERVER.send("PUT", "/api/chat/keys/openai", owner, Map.of("key", "with space 123"))
                        .status())
                .isEqualTo(400);
        assertThat(SERVER.send("PUT", "/api/chat/keys/nobody", owner, Map.of("key", KEY))
                        .status())
                .isEqualTo(404);
        assertThat(SERVER.send(
                                "PUT",
                                "/api/chat/keys/openai",
                                owner,
                                Map.of("key", KEY, "baseUrl", "https://example.com/v1"))
                        .body())
                .contains("\"models\"");
    }

    @Test
    void theNextModelAnswersAndTheMessageNamesIt() {
        JsonNode answer = ask(owner, bot, "scripted", "status-500");

        assertThat(answer.path("message").path("content").asString()).isEqualTo("w1 w2 w3 w4");
        assertThat(answer.path("message").path("provider").asString()).isEqualTo("claude");
        assertThat(answer.path("message").path("model").asString()).isEqualTo("words-4");
        String conversation = answer.path("conversationId").asString();
        assertThat(SERVER.get("/api/chat/conversations/" + conversation, owner).body())
                .contains("\"provider\":\"claude\"");

        String stream = SERVER.send(
                        "POST",
                        "/api/chat",
                        owner,
                        Map.of("botId", bot, "content", "And?", "model", "status-500", "stream", true))
                .body();
        assertThat(stream).contains("event: model", "\"claude\"").doesNotContain("event: error");
    }

    @Test
    void aBotHasItsOwnOrder() {
        String mine = SERVER.signUp();
        String myBot = newBot(mine);
        String path = "/api/chat/bots/" + myBot + "/models";
        assertThat(SERVER.get(path, mine).json().path("fallback").isNull()).isTrue();

        assertThat(SERVER.send("PUT", path, mine, Map.of("fallback", List.of("scripted/no-such")))
                        .body())
                .contains("scripted/no-such");
        assertThat(SERVER.send("PUT", path, mine, Map.of("fallback", List.of("scripted/words-3")))
                        .status())
                .isEqualTo(200);

        assertThat(ask(mine, myBot, "scripted", "status-500")
                        .path("message")
                        .path("model")
                        .asString())
                .isEqualTo("words-3");
        SERVER.send("PUT", path, mine, Map.of("fallback", List.of()));
        assertThat(ask(mine, myBot, "scripted", "status-500").path("code").asString())
                .isEqualTo("provider_failed");
        assertThat(SERVER.get(path, owner).status()).isEqualTo(404);
    }

    @Test
    void administratorsSayWhatIsKnownOfModels() {
        String root = root();
        assertThat(SERVER.get("/api/admin/models", owner).status()).isEqualTo(403);
        assertThat(limits("gpt-4o")).isEqualTo("128000 4096");
        assertThat(limits("words-3")).isEqualTo("16000 1024");
        assertThat(limits("words-4")).isEqualTo("5000 700");

        Map<String, Object> words = new HashMap<>(Map.of(
                "provider",
                "openai",
                "model",
                "words",
                "name",
                "Words",
                "contextTokens",
                9_000,
                "maxOutputTokens",
                500,
                "tools",
                true,
                "json",
                false,
                "vision",
                false,
                "sampling",
                true,
                "since",
                "2026-11-01"));
        RunningServer.Answer put = SERVER.send("PUT", "/api/admin/models", root, words);
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        assertThat(limits("words-3")).isEqualTo("9000 500");
        assertThat(put.json().path("thinks").asBoolean(true)).isFalse();
        assertThat(put.json().path("tokenPercent").asInt()).isEqualTo(100);
        assertThat(known(root, "words")).isEqualTo("true false free 100");
        words.put("thinks", true);
        words.put("toolUse", "without_thinking");
        words.put("tokenPercent", 130);
        assertThat(SERVER.send("PUT", "/api/admin/models", root, words).status())
                .isEqualTo(200);
        assertThat(known(root, "words")).isEqualTo("true true without_thinking 130");
        words.put("tokenPercent", 99);
        assertThat(SERVER.send("PUT", "/api/admin/models", root, words).status())
                .isEqualTo(400);
        words.put("tokenPercent", 130);
        words.put("maxOutputTokens", 9_000);
        assertThat(SERVER.send("PUT", "/api/admin/models", root, words).status())
                .isEqualTo(400);

        String one = "/api/admin/models?provider=openai&model=words";
        assertThat(SERVER.send("DELETE", one, root, null).status()).isEqualTo(204);
        assertThat(SERVER.send("DELETE", one, root, null).status()).isEqualTo(404);
        assertThat(limits("words-3")).isEqualTo("16000 1024");
        assertThat(stored("select string_agg(action, ',' order by id) from platform.audit"
                        + " where action like 'model.%'"))
                .isEqualTo("model.changed,model.changed,model.deleted");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o,            true false free 100",
        "gpt-5-mini,        true true free 100",
        "gpt-5.4,           true false free 100",
        "gpt-5.5,           true true without_thinking 100",
        "gpt-5.6-luna,      true true without_thinking 100",
        "gpt-6.1-terra,     true true without_thinking 100",
        "gpt-6-astra,       false true free 100",
        "gpt-6.2-sol,       false true free 100",
        "claude-opus-4-6,   true false free 125",
        "claude-opus-4-7,   true false free 170",
        "claude-haiku-4-5,  true false free 125",
        "claude-haiku-5-5,  true true free 170",
        "claude-opus-5,     true true free 170",
        "claude-opus-5-5,   true true not_forced 170",
        "claude-sonnet-5-5, true true not_forced 170",
        "claude-fable-5,    true true free 170",
        "claude-fable-5-2,  true true not_forced 170",
        "gemini-4-neon,     true true free 125",
    })
    void theCatalogueKnowsTheVendorsRules(String model, String rules) {
        assertThat(known(root(), model)).isEqualTo(rules);
    }

    private static String known(String root, String model) {
        JsonNode known = SERVER.get("/api/admin/models", root)
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("model").asString().equals(model))
                .findFirst()
                .orElseThrow();
        return String.join(
                " ",
                known.path("tools").toString(),
                known.path("thinks").toString(),
                known.path("toolUse").asString(),
                known.path("tokenPercent").toString());
    }

    private static String root() {
        return SERVER.send(
                        "POST",
                        "/api/auth/signin",
                        null,
                        Map.of("email", "root@example.com", "password", "a good long password"))
                .json()
                .path("accessToken")
                .asString();
    }

    private static String limits(String model) {
        return SERVER.get("/api/chat/models", owner)
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("id").asString().equals(model))
                .map(item -> item.path("contextTokens").asInt() + " "
                        + item.path("maxOutputTokens").asInt())
                .findFirst()
                .orElseThrow();
    }
}
