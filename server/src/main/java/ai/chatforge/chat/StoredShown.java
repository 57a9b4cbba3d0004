package ai.chatforge.chat;

import ai.chatforge.platform.web.EventOutlet;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What one reader has of an answer that is not in the memory of this process, and the events that add to it. */
final class StoredShown {
    private final StoredAnswers stored;
    private final JsonMapper json;
    private final StoredAnswers.Which which;
    private final EventOutlet events;
    private long last;
    private int cited;

    StoredShown(StoredAnswers stored, JsonMapper json, StoredAnswers.Which which, EventOutlet events, long afterId) {
        this.stored = stored;
        this.json = json;
        this.which = which;
        this.events = events;
        this.last = afterId;
    }

    /** Adds what is new. */
    boolean isOverWith(Message now) throws IOException {
        if (now.status() != Message.Status.STREAMING) {
            add(last + 1, "done", Map.of("message", now));
            return true;
        }
        long number = StoredAnswers.numberOf(now);
        if (!StoredAnswers.isNumber(last)) {
            Message question = stored.questionOf(which, now);
            add(
                    number,
                    "start",
                    Map.of("conversationId", now.conversationId(), "userMessage", question, "message", now));
        } else if (number > last) {
            if (now.citations().size() > cited) {
                // Without a number: of the events of a text the last one's says how much of it was told.
                events.add(null, "citations", json.writeValueAsBytes(Map.of("citations", now.citations())));
            }
            add(number, "delta", Map.of("text", StoredAnswers.textAfter(last, now)));
        }
        cited = now.citations().size();
        last = Math.max(last, number);
        return false;
    }

    private void add(long number, String event, Object data) throws IOException {
        events.add(number, event, json.writeValueAsBytes(data));
        events.flush();
    }
}
