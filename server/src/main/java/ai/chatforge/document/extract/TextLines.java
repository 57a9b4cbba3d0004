package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of bounded length: a line of 50 MB comes in pieces. */
final class TextLines {
    static final int MAX_LINE = 16_000;

    private final Reader in;
    private final StringBuilder line = new StringBuilder();
    private boolean afterReturn;

    TextLines(Reader in) {
        this.in = in;
    }

    @Nullable
    String next() throws IOException {
        line.setLength(0);
        for (int c = in.read(); c >= 0; c = in.read()) {
            boolean secondHalf = c == '\n' && afterReturn;
            afterReturn = c == '\r';
            if (secondHalf) {
                continue;
            }
            if (c == '\n' || c == '\r' || c == '\f') {
                return line.toString();
            }
            line.append((char) c);
            if (line.length() >= MAX_LINE && (c <= ' ' || line.length() >= MAX_LINE + 1_000)) {
                return line.toString();
            }
        }
        return line.isEmpty() ? null : line.toString();
    }
}
