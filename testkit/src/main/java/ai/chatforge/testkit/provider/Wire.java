package ai.chatforge.testkit.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Writes one answer to a connection, each chunk in one write, and counts what was written. */
final class Wire {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final Socket socket;
    private final OutputStream out;
    private final Recording call;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(512);
    private long written;

    Wire(Socket socket, Recording call) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.call = call;
    }

    /** Waits for the next write, so that head and first chunk go together. */
    void head(int status, String reason, String headers) {
        call.status(status);
        waiting.writeBytes(("HTTP/1.1 " + status + " " + reason + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    void whole(int status, String reason, String contentType, String headers, byte[] body) throws IOException {
        head(status, reason, "Content-Type: " + contentType + "\r\nContent-Length: " + body.length + "\r\n" + headers);
        raw(body);
    }

    void chunk(byte[] data) throws IOException {
        waiting.writeBytes(Integer.toHexString(data.length).getBytes(StandardCharsets.US_ASCII));
        waiting.writeBytes(LINE_END);
        waiting.writeBytes(data);
        raw(LINE_END);
    }

    void bytesApart(byte[] data) throws IOException {
        for (byte b : data) {
            chunk(new byte[] {b});
        }
    }

    /** Announces the chunk whole and sends the first half of it. */
    void halfChunk(byte[] data) throws IOException {
        waiting.writeBytes((Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        waiting.write(data, 0, data.length / 2);
        raw(new byte[0]);
    }

    void lastChunk() throws IOException {
        raw(LAST_CHUNK);
    }

    void raw(byte[] data) throws IOException {
        waiting.writeBytes(data);
        int size = waiting.size();
        try {
            waiting.writeTo(out);
        } finally {
            waiting.reset();
        }
        written += size;
        call.bytes(written);
    }

    /** A TCP reset instead of an orderly end (SO_LINGER of zero). */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** FIN behind everything that was written. */
    void close() throws IOException {
        socket.shutdownOutput();
        socket.close();
    }
}
