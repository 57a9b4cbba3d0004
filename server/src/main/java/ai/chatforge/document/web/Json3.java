package ai.chatforge.document.web;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** YouTube's own form of a transcript: events with a time in milliseconds, and pieces of text. */
final class Json3 {
    private static final int LATEST = 360_000;

    private Json3() {}

    static List<Cue> cues(JsonNode root) {
        List<Cue> cues = new ArrayList<>();
        for (JsonNode event : root.path("events")) {
            StringBuilder words = new StringBuilder();
            event.path("segs").forEach(piece -> words.append(piece.path("utf8").asString("")));
            String text = words.toString()
                    .replaceAll("[\\p{Cntrl}\\p{Cs}\\u200B\\u200E\\u200F]", " ")
                    .replaceAll("\\s+", " ")
                    .strip();
            long second = event.path("tStartMs").asLong(0) / 1000;
            if (!text.isEmpty() && second >= 0 && second <= LATEST) {
                cues.add(new Cue((int) second, text));
            }
        }
        return cues;
    }
}
