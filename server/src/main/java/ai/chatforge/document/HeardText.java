package ai.chatforge.document;

import ai.chatforge.document.extract.ExtractionListener;
import ai.chatforge.document.extract.Segment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The beginning of a file's text, with its headings, as it is read. */
final class HeardText implements ExtractionListener {
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private @Nullable String section;
    private boolean whole = true;

    HeardText(int most) {
        this.most = most;
    }

    /** Ends the reading of a file of which no more is wanted. */
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Enough() {
            super("enough was read", null, false, false);
        }
    }

    @Override
    public void segment(Segment segment) {
        text.append(text.isEmpty() ? "" : "\n\n");
        if (segment.section() != null && !Objects.equals(segment.section(), section)) {
            text.append(segment.section()).append("\n\n");
        }
        section = segment.section();
        text.append(segment.text());
        if (text.length() > most) {
            throw new Enough();
        }
    }

    @Override
    public void progress(int done, @Nullable Integer total) {}

    /** No more follows, although the file goes on. */
    void cut() {
        whole = false;
        if (text.length() > most) {
            text.setLength(Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
        }
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    boolean isWhole() {
        return whole;
    }

    String text() {
        return text.toString();
    }
}
