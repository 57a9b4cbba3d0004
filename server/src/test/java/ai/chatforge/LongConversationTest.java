package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A model with a small window goes on with a summary of what it cannot be given any more. */
class LongConversationTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ScriptedProvider MODEL = model();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
            "--chatforge.chat.providers.scripted.models=says-the+lamps+of+old",
            "--chatforge.chat.providers.scripted.context-tokens=1600",
            "--chatforge.chat.providers.scripted.max-output-tokens=100");

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        MODEL.close();
    }

    private static String ask(String owner, @Nullable String conversation, String content) {
        Map<String, Object> body = new HashMap<>(Map.of("content", content));
        if (conversation != null) {
            body.put("conversationId", conversation);
        }
        RunningServer.Answer answer = SERVER.send("POST", "/api/chat", owner, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("conversationId").asString();
    }

    private static List<String> summaries(String conversation) {
        return SERVER.database()
                .asSuperuser("select content from chat.conversation_summary where conversation_id = '%s'"
                        .formatted(conversation));
    }

    private static String prompt(Call call) {
        return JSON.readTree(call.body()).path("messages").toString();
    }

    @Test
    void whatIsCutOffIsKeptAsASummary() {
        String owner = SERVER.signUp();
        String more = " and the lamp on the table in the garden of the house".repeat(20);
        String conversation = ask(owner, null, "Turn 1" + more);
        for (int turn = 2; turn <= 9; turn++) {
            ask(owner, conversation, "Turn " + turn + more);
        }
        await().until(() -> summaries(conversation).equals(List.of("the lamps of old")));

        ask(owner, conversation, "What did we speak of?");

        Call last = MODEL.calls().stream()
                .filter(call -> prompt(call).contains("What did we speak of?"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(prompt(last)).contains("<summary>\\nthe lamps of old").doesNotContain("Turn 1 ");
        assertThat(SERVER.get("/api/chat/conversations/" + conversation, owner).body())
                .doesNotContain("<summary>");
        SERVER.send("DELETE", "/api/chat/conversations/" + conversation, owner, null);
        assertThat(summaries(conversation)).isEmpty();
    }
}
