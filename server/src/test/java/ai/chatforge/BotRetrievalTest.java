package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How a bot's sources are searched: by the operator's settings, and by its own where it has some. */
class BotRetrievalTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final List<String> FIELDS =
            List.of("meaning", "diversity", "minScore", "rerank", "neighbours", "passages", "rewriting");

    private String owner;
    private String bot;

    @BeforeEach
    void aBot() {
        owner = SERVER.signUp();
        bot = "/api/chatbots/" + create(Map.of("name", "Shop")).path("id").asString();
    }

    private JsonNode create(Map<String, Object> body) {
        RunningServer.Answer created = SERVER.send("POST", "/api/chatbots", owner, body);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.json();
    }

    private RunningServer.Answer change(Map<String, ?> retrieval) {
        int version = SERVER.get(bot, owner).json().path("version").asInt();
        return SERVER.send("PATCH", bot, owner, Map.of("version", version, "retrieval", retrieval));
    }

    private JsonNode own() {
        return SERVER.get(bot, owner).json().path("retrieval");
    }

    @Test
    void aNewBotHasNothingOfItsOwnAndTheStandardIsTold() {
        assertThat(own().propertyNames()).containsExactlyElementsOf(FIELDS);
        assertThat(FIELDS).allMatch(field -> own().path(field).isNull());

        JsonNode standard = SERVER.get("/api/chat/retrieval", owner).json();

        assertThat(standard.path("meaning").asDouble()).isEqualTo(0.6);
        assertThat(standard.path("passages").asInt()).isEqualTo(8);
        assertThat(standard.path("rerank").asBoolean()).isTrue();
        assertThat(standard.path("reranker").asBoolean()).isFalse();
        assertThat(standard.path("neighbours").asBoolean()).isTrue();
        assertThat(standard.path("rewriting").asBoolean()).isTrue();
        assertThat(SERVER.get("/api/chat/retrieval", null).status()).isEqualTo(401);
    }

    @Test
    void whatIsWrittenReplacesAllOfItAndNothingIsTheStandardAgain() {
        RunningServer.Answer changed = change(Map.of("meaning", 1, "diversity", 0, "rerank", false, "passages", 30));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(own()).isEqualTo(changed.json().path("retrieval"));
        assertThat(own().path("meaning").asDouble(-1)).isEqualTo(1);
        assertThat(own().path("diversity").asDouble(-1)).isZero();
        assertThat(own().path("rerank").asBoolean(true)).isFalse();
        assertThat(own().path("passages").asInt()).isEqualTo(30);
        assertThat(own().path("minScore").isNull()).isTrue();

        change(Map.of("minScore", 0.25, "neighbours", false, "rewriting", false));
        assertThat(own().path("minScore").asDouble()).isEqualTo(0.25);
        assertThat(own().path("neighbours").asBoolean(true)).isFalse();
        assertThat(own().path("rewriting").asBoolean(true)).isFalse();
        assertThat(own().path("meaning").isNull()).isTrue();

        SERVER.send("PATCH", bot, owner, Map.of("version", 3, "name", "Other"));
        assertThat(own().path("minScore").asDouble()).isEqualTo(0.25);

        change(Map.of());
        assertThat(FIELDS).allMatch(field -> own().path(field).isNull());
    }

    @Test
    void aBotCanBeMadeWithThem() {
        JsonNode made = create(Map.of("name", "Other", "retrieval", Map.of("passages", 3)));

        assertThat(made.path("retrieval").path("passages").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "meaning, -0.1",
        "meaning, 1.01",
        "diversity, 2",
        "minScore, 1e300",
        "passages, 0",
        "passages, 31",
    })
    void whatIsOutOfBoundsIsNamed(String field, double value) {
        Object written = field.equals("passages") ? (Object) (int) value : value;
        RunningServer.Answer refused = change(Map.of(field, written));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asString()).isEqualTo("invalid_request");
        assertThat(refused.json().path("errors").path(0).path("field").asString())
                .as(refused.body())
                .isEqualTo("retrieval." + field);
        assertThat(SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "B", "retrieval", Map.of(field, written)))
                        .status())
                .isEqualTo(400);
        assertThat(own().path(field).isNull()).isTrue();
    }

    @Test
    void whatIsNoNumberOrUnknownIsRefused() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("meaning", "much"), Map.of("rerank", "perhaps"), Map.of("speed", 1))) {
            assertThat(change(wrong).status()).as(wrong.toString()).isEqualTo(400);
        }
    }

    @Test
    void theNextAnswerIsFoundByThem() {
        Map<String, Object> text = new HashMap<>(Map.of("type", "text", "title", "Hours"));
        text.put("text", "# Hours\n\nOn Saturdays the shop opens at ten.\n");
        SERVER.send("POST", bot + "/sources", owner, text);
        await().atMost(Duration.ofSeconds(60)).until(() -> SERVER.get(bot + "/status", owner)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
        assertThat(citations()).hasSize(1);

        assertThat(change(Map.of("minScore", 1, "meaning", 0.5)).status()).isEqualTo(200);
        assertThat(citations()).isEmpty();

        change(Map.of());
        assertThat(citations()).hasSize(1);
    }

    private List<JsonNode> citations() {
        JsonNode answer = SERVER.send(
                        "POST",
                        "/api/chat",
                        owner,
                        Map.of("botId", bot.substring(bot.lastIndexOf('/') + 1), "content", "When does the shop open?"))
                .json();
        List<JsonNode> all = new ArrayList<>();
        answer.path("message").path("citations").forEach(all::add);
        return all;
    }
}
