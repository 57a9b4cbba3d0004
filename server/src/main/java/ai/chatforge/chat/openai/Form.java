package ai.chatforge.chat.openai;

import ai.chatforge.chat.openai.Completions.Outcome;
import ai.chatforge.platform.error.ApiException;
import java.util.List;

/** How an answer is told event by event: one of the two protocols. Serves one answer. */
public interface Form {

    /** Before the first piece. */
    List<Event> begin(String model);

    List<Event> text(String text);

    /** Why the model does not answer; in the place of the text. */
    List<Event> refusal(String text);

    /**
     * A piece of a call of one of the tools.
     *
     * @param index which of the answer's calls it belongs to, from 0
     * @param id of the call; empty in all pieces but the first, as is {@code name}
     */
    List<Event> call(int index, String id, String name, String arguments);

    /** All that is left to be told; never nothing. */
    List<Event> end(Outcome outcome);

    /** In the place of the end. */
    Event failure(ApiException why);

    /** @param name empty where the protocol has none */
    record Event(String name, byte[] data) {}
}
