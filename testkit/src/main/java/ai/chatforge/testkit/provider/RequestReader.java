package ai.chatforge.testkit.provider;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests from a connection, and notices meanwhile when the other side goes away. */
final class RequestReader {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LARGEST_BODY = 64 * 1024 * 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    // Small: a held stream costs this much.
    private final byte[] buffer = new byte[2048];
    private int next;
    private int filled;

    /** @param headers by lower-case name */
    record Request(String method, String path, Map<String, String> headers, byte[] body) {
        boolean keepsAlive() {
            return !"close".equalsIgnoreCase(headers.get("connection"));
        }
    }

    RequestReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** The next request; null when the other side closed the connection instead. */
    @Nullable
    Request next() throws IOException {
        socket.setSoTimeout(0);
        if (next == filled && !fill()) {
            return null;
        }
        String[] first = line().split(" ", 3);
        if (first.length != 3) {
            throw new IOException("This is no HTTP request.");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Request(first[0], first[1], headers, body(headers));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write(CONTINUE);
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks();
        }
        String length = headers.get("content-length");
        return length == null ? new byte[0] : exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            body.writeBytes(exactly(size));
            if (body.size() > LARGEST_BODY) {
                throw new IOException("The body is too large.");
            }
            String end = line();
            if (size == 0 && end.isEmpty()) {
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int size) throws IOException {
        if (size < 0 || size > LARGEST_BODY) {
            throw new IOException("The body is too large.");
        }
        byte[] bytes = new byte[size];
        int ready = Math.min(size, filled - next);
        System.arraycopy(buffer, next, bytes, 0, ready);
        next += ready;
        if (in.readNBytes(bytes, ready, size - ready) < size - ready) {
            throw new EOFException();
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (next == filled && !fill()) {
                throw new EOFException();
            }
            char c = (char) (buffer[next++] & 0xff);
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("A header is too long.");
            }
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer);
        next = 0;
        filled = Math.max(0, read);
        return read > 0;
    }

    /** Waits; throws as soon as the other side is seen to close the connection. Zero waits until then. */
    void watch(Duration time) throws IOException, InterruptedException {
        if (next < filled) {
            // The caller sent more already; its leaving cannot be seen behind that.
            Thread.sleep(time);
            return;
        }
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        try {
            if (!fill()) {
                throw new EOFException();
            }
        } catch (SocketTimeoutException e) {
            return;
        }
        Thread.sleep(time);
    }
}
