package ai.chatforge.vector;

import ai.chatforge.vector.PassageLookup.Place;
import ai.chatforge.vector.PassageLookup.Placed;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Joins a passage that begins or ends within a sentence with the one that has the rest of it. */
final class Neighbours {
    private static final String WITHIN_A_SENTENCE = ",;:-–—(";

    private Neighbours() {}

    /** @param at passages by their places, as far as there are any */
    static List<FoundPassage> join(List<Placed> found, Function<List<Place>, Map<Place, FoundPassage>> at) {
        List<Place> wanted = new ArrayList<>();
        for (Placed each : found) {
            if (beginsWithin(each.passage().text()) && each.place().ordinal() > 0) {
                wanted.add(each.place().moved(-1));
            }
            if (endsWithin(each.passage().text())) {
                wanted.add(each.place().moved(1));
            }
        }
        Map<Place, FoundPassage> neighbours = wanted.isEmpty() ? Map.of() : at.apply(wanted);
        List<FoundPassage> joined = new ArrayList<>();
        for (Placed each : found) {
            FoundPassage whole = each.passage();
            FoundPassage before = neighbours.get(each.place().moved(-1));
            FoundPassage after = neighbours.get(each.place().moved(1));
            whole = before != null && beginsWithin(whole.text()) ? joined(whole, before, whole) : whole;
            whole = after != null && endsWithin(whole.text()) ? joined(whole, whole, after) : whole;
            if (joined.stream().noneMatch(better -> within(each.passage(), better))) {
                joined.add(whole);
            }
        }
        return joined;
    }

    /** What was found stands in a better one already, now that this has been joined. */
    private static boolean within(FoundPassage passage, FoundPassage better) {
        return passage.sourceId().equals(better.sourceId())
                && passage.segment() == better.segment()
                && passage.start() >= better.start()
                && passage.end() <= better.end();
    }

    private static boolean beginsWithin(String text) {
        return !text.isEmpty() && Character.isLowerCase(text.codePointAt(0));
    }

    private static boolean endsWithin(String text) {
        if (text.isEmpty()) {
            return false;
        }
        int last = text.codePointBefore(text.length());
        return Character.isLetterOrDigit(last) || WITHIN_A_SENTENCE.indexOf(last) >= 0;
    }

    private static FoundPassage joined(FoundPassage found, FoundPassage first, FoundPassage second) {
        int gap = second.start() - first.end();
        // Between passages that do not overlap there is white space only.
        String text = gap >= 0
                ? first.text() + " ".repeat(gap) + second.text()
                : first.text()
                        + second.text().substring(Math.min(-gap, second.text().length()));
        return new FoundPassage(
                found.passageId(),
                found.sourceId(),
                found.segment(),
                found.page(),
                found.second(),
                found.section(),
                first.start(),
                Math.max(first.end(), second.end()),
                text,
                found.score());
    }
}
