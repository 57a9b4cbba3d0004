package ai.chatforge.chat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an event stream in UTF-8. A reader of the JDK would keep 24 kB of buffers for as long as a stream is held;
 * this keeps what a line needs. CR and LF end a line each, so there are empty ones, which mean nothing here.
 */
final class EventLines {
    private static final int USUAL = 512;

    private final InputStream in;
    private byte[] bytes = new byte[USUAL];
    private int from;
    private int to;

    EventLines(InputStream in) {
        this.in = in;
    }

    /** Without its end; null when there is none left. */
    @Nullable
    String next() throws IOException {
        int seen = 0;
        do {
            for (int at = from + seen; at < to; at++) {
                if (bytes[at] == '\n' || bytes[at] == '\r') {
                    return take(at, at + 1);
                }
            }
            seen = to - from;
        } while (fill());
        return seen == 0 ? null : take(to, to);
    }

    private String take(int end, int next) {
        String line = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        from = next;
        return line;
    }

    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int read = in.read(bytes, to, bytes.length - to);
        to += Math.max(0, read);
        return read > 0;
    }
}
