package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How often visitors may ask: one of them, in one conversation, and all of them one bot. */
class VisitorLimitsTest {
    private static final int A_MINUTE = 4;
    private static final int A_CONVERSATION = 1;
    private static final int A_BOT = 7;
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.limits.visitor-messages-per-minute=" + A_MINUTE,
            "--chatforge.chat.limits.visitor-messages-per-conversation=" + A_CONVERSATION,
            "--chatforge.chat.limits.visitor-messages-per-bot=" + A_BOT);

    private static String owner;

    @BeforeAll
    static void signUp() {
        owner = SERVER.signUp();
    }

    @AfterAll
    static void end() {
        SERVER.context().close();
    }

    private static String bot() {
        Map<String, Object> settings = Map.of("name", "Lamps", "visibility", "public");
        return SERVER.send("POST", "/api/chatbots", owner, settings)
                .json()
                .path("id")
                .asString();
    }

    private static String visitor() {
        return UUID.randomUUID().toString();
    }

    private static Map<String, Object> question(@Nullable String conversation) {
        Map<String, Object> question = new HashMap<>(Map.of("content", "Hello"));
        if (conversation != null) {
            question.put("conversationId", conversation);
        }
        return question;
    }

    private static RunningServer.Answer ask(String bot, String visitor, @Nullable String conversation) {
        String body = JsonMapper.shared().writeValueAsString(question(conversation));
        return SERVER.send(SERVER.request("/api/chat/" + bot)
                .header("X-Visitor-Id", visitor)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode answered(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static void assertRefused(RunningServer.Answer answer, String why) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.json().path("code").asString()).isEqualTo("rate_limited");
        assertThat(answer.json().path("detail").asString()).contains(why, "Try again in ");
        assertThat(Integer.parseInt(answer.header("retry-after"))).isPositive();
    }

    @Test
    void oneVisitorTakesNothingFromAnotherOneOfTheSameAddress() {
        String bot = bot();
        String eager = visitor();
        RunningServer.Answer last = ask(bot, eager, null);
        for (int i = 1; i < A_BOT && last.status() == 200; i++) {
            last = ask(bot, eager, null);
        }
        assertRefused(last, "More than " + A_MINUTE + " messages in a minute");
        assertRefused(ask(bot, eager, null), "More than " + A_MINUTE);

        answered(ask(bot, visitor(), null));
        answered(ask(bot(), eager, null));
    }

    @Test
    void aConversationEndsSomeTime() {
        String bot = bot();
        String visitor = visitor();
        String conversation =
                answered(ask(bot, visitor, null)).path("conversationId").asString();
        for (int i = 0; i < A_CONVERSATION; i++) {
            answered(ask(bot, visitor, conversation));
        }

        assertRefused(ask(bot, visitor, conversation), "messages of this conversation in an hour");
        assertThat(ask(bot, visitor(), conversation).status()).isEqualTo(404);
        answered(ask(bot, visitor, null));
    }

    @Test
    void aConversationThatIsNotThereTakesNothingFromAnybody() {
        String bot = bot();
        for (int i = 0; i < A_BOT + 1; i++) {
            assertThat(ask(bot, visitor(), UUID.randomUUID().toString()).status())
                    .isEqualTo(404);
        }

        answered(ask(bot, visitor(), null));
    }

    @Test
    void allVisitorsTogetherSpendNoMoreOfABotThanMayBe() {
        String bot = bot();
        for (int i = 0; i < A_BOT; i++) {
            answered(ask(bot, visitor(), null));
        }

        assertRefused(ask(bot, visitor(), null), "This chatbot is asked more often");
        answered(ask(bot(), visitor(), null));
        Map<String, Object> own = Map.of("content", "Hello", "botId", bot);
        answered(SERVER.send("POST", "/api/chat", owner, own));
        try (SocketClient socket = SocketClient.open(SERVER, "/api/chat/" + bot + "/socket", Map.of())) {
            socket.send(Map.of("type", "ask", "ref", "a", "content", "Hello"));
            assertThat(socket.problem("a").path("detail").asString()).contains("This chatbot is asked more often");
            assertThat(socket.next("error", message -> message.has("retryAfter"))
                            .path("retryAfter")
                            .asLong())
                    .isPositive();
        }
    }
}
