package ai.chatforge.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One HTTP/1.1 answer that is being received, with a length or in chunks. */
final class HttpAnswer {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNKED = -1;
    private static final int SHOWN = 300;

    private final byte[] mark;
    private byte[] bytes = new byte[4096];
    private int length;
    private int body;
    private int expected;
    private boolean marked;

    HttpAnswer(byte[] mark) {
        this.mark = mark;
    }

    void begin() {
        length = 0;
        body = 0;
        marked = false;
    }

    void take(ByteBuffer received) {
        int from = length;
        length += received.remaining();
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        received.get(bytes, from, length - from);
        if (body == 0) {
            int end = find(END_OF_HEAD, Math.max(0, from - END_OF_HEAD.length));
            if (end >= 0) {
                body = end + END_OF_HEAD.length;
                expected = lengthOf(new String(bytes, 0, end, StandardCharsets.US_ASCII));
            }
        }
        if (!marked && body > 0) {
            marked = find(mark, Math.max(body, from - mark.length)) >= 0;
        }
    }

    private static int lengthOf(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\ncontent-length:");
        if (at < 0) {
            return CHUNKED;
        }
        int end = lower.indexOf('\r', at + 2);
        return Integer.parseInt(
                lower.substring(at + 17, end < 0 ? lower.length() : end).strip());
    }

    boolean isMarked() {
        return marked;
    }

    boolean isWhole() {
        if (body == 0) {
            return false;
        }
        return expected == CHUNKED
                ? length - body >= LAST_CHUNK.length
                        && Arrays.equals(bytes, length - LAST_CHUNK.length, length, LAST_CHUNK, 0, LAST_CHUNK.length)
                : length - body >= expected;
    }

    boolean isGood(int marks) {
        return new String(bytes, 0, Math.min(length, 12), StandardCharsets.US_ASCII).equals("HTTP/1.1 200")
                && count() == marks;
    }

    /** Told when to come again. */
    boolean isRefusal() {
        String head = new String(bytes, 0, body, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        return (head.startsWith("http/1.1 503") || head.startsWith("http/1.1 429"))
                && head.contains("\r\nretry-after:");
    }

    private int count() {
        int count = 0;
        for (int at = find(mark, body); at >= 0; at = find(mark, at + mark.length)) {
            count++;
        }
        return count;
    }

    private int find(byte[] what, int from) {
        for (int i = from; i <= length - what.length; i++) {
            if (bytes[i] == what[0] && Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, Math.min(length, SHOWN), StandardCharsets.UTF_8) + " with " + count() + " marks";
    }
}
