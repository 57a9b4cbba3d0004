package ai.chatforge.document;

import ai.chatforge.document.extract.Segment;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Each question with its answer is a segment; the question is its heading, so it counts in search. */
@Component
class PairReading {
    private static final int AT_ONCE = 64;

    private final Pairs pairs;
    private final Segments segments;

    PairReading(Pairs pairs, Segments segments) {
        this.pairs = pairs;
        this.segments = segments;
    }

    Reading read(Work work) {
        List<Segment> all = new ArrayList<>();
        for (Pairs.Pair pair : pairs.read(work.source())) {
            all.add(new Segment(
                    all.size(),
                    null,
                    null,
                    pair.question().strip(),
                    pair.answer().strip()));
        }
        segments.begin(work, Source.Stage.EXTRACTING);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            int to = Math.min(all.size(), from + AT_ONCE);
            segments.add(work, all.subList(from, to), to, all.size());
        }
        return new Reading.Whole(all.size(), null, null);
    }
}
