package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.guard.SecretTexts;
import ai.chatforge.chat.openai.Completions.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Calls of tools, with and without private background. */
class DirectCallsTest {
    private static final String SECRET = SecretTexts.PASSAGES.getFirst();
    private static final BotProfile BOT = TestBot.any();

    private final List<String> left = new ArrayList<>();

    private DirectCalls calls(Privacy privacy) {
        Gates gates = new Gates(new Markers(0), privacy, new Cancellation(), left::add);
        return new DirectCalls(
                gates,
                Set.of("send"),
                (index, id, name, arguments) -> left.add(index + " " + id + " " + name + " " + arguments));
    }

    private static Privacy privacy() {
        Knowledge.Found found = new Knowledge.Found(List.of(), Map.of(), Map.of(), List.of(SECRET), List.of());
        return Privacy.of(BOT, found, List.of(), "What is it?");
    }

    private static void say(DirectCalls calls, int index, String name, String arguments) {
        calls.take(new ModelEvent.ToolCall(index, name.isEmpty() ? "" : "call-" + index, name, arguments));
    }

    @Test
    void leavePieceByPieceWhereNothingIsPrivate() {
        DirectCalls calls = calls(Privacy.NONE);
        say(calls, 0, "send", "{\"to\":");
        say(calls, 0, "", "\"Ann\"}");
        say(calls, 1, "send", "{}");

        assertThat(left).containsExactly("0 call-0 send {\"to\":", "0   \"Ann\"}", "1 call-1 send {}");
        assertThat(calls.end())
                .containsExactly(new Call("call-0", "send", "{\"to\":\"Ann\"}"), new Call("call-1", "send", "{}"));
        assertThat(left).hasSize(3);
    }

    @Test
    void areHeldBackUntilTheyAreWholeAndLoseWhatIsPrivate() {
        DirectCalls calls = calls(privacy());
        String secret = JsonMapper.shared().writeValueAsString(Map.of("text", SECRET));
        secret.chars().forEach(c -> say(calls, 0, left.isEmpty() ? "send" : "", Character.toString(c)));
        say(calls, 1, "send", "{\"to\":\"Ann\"}");
        assertThat(left).isEmpty();

        List<Call> all = calls.end();

        assertThat(all).hasSize(2);
        assertThat(all.getFirst().name()).isEqualTo("send");
        assertThat(all.getFirst().arguments()).isEqualTo("{}");
        assertThat(all.getLast().arguments()).isEqualTo("{\"to\":\"Ann\"}");
        assertThat(left).hasSize(2);
    }

    @Test
    void aPrivateNameOfAToolThatIsNoneIsLeftOut() {
        DirectCalls calls = calls(privacy());
        say(calls, 0, SECRET, "{}");

        assertThat(calls.end()).isEmpty();
        assertThat(left).isEmpty();
    }
}
