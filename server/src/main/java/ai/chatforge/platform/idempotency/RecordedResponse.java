package ai.chatforge.platform.idempotency;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Holds an answer back until it is kept, and only then sends it: a caller that has the answer can rely on it. Event
 * streams and what is too large to keep go out as they come.
 */
final class RecordedResponse extends HttpServletResponseWrapper {
    private final int limit;
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    private final ServletOutputStream output = new Output();
    private @Nullable PrintWriter writer;
    private boolean passing;
    private boolean whole = true;
    private boolean failed;

    RecordedResponse(HttpServletResponse response, int limit) {
        super(response);
        this.limit = limit;
    }

    byte[] body() {
        return recorded.toByteArray();
    }

    /** False if more was sent than is kept. */
    boolean isWhole() {
        return whole;
    }

    /** True once something has been sent. */
    boolean isPassing() {
        return passing;
    }

    /** True if the container is to make the answer, as for an error that no handler took. */
    boolean isFailed() {
        return failed;
    }

    void send() throws IOException {
        if (!passing && !failed) {
            pass();
        }
    }

    private void pass() throws IOException {
        passing = true;
        recorded.writeTo(getResponse().getOutputStream());
    }

    private boolean isStream() {
        String type = getContentType();
        return type != null && type.startsWith("text/event-stream");
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return output;
    }

    @Override
    public PrintWriter getWriter() {
        if (writer == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            writer = new PrintWriter(new OutputStreamWriter(output, charset), true);
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (!passing && isStream()) {
            pass();
        }
        if (passing) {
            super.flushBuffer();
        }
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        recorded.reset();
    }

    @Override
    public void reset() {
        super.reset();
        recorded.reset();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        failed = true;
        super.sendError(status, message);
    }

    @Override
    public void sendError(int status) throws IOException {
        failed = true;
        super.sendError(status);
    }

    private final class Output extends ServletOutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            boolean fits = recorded.size() + length <= limit;
            if (!passing && (isStream() || !fits)) {
                pass();
            }
            if (fits && whole) {
                recorded.write(bytes, from, length);
            } else {
                whole = false;
            }
            if (passing) {
                getResponse().getOutputStream().write(bytes, from, length);
            }
        }

        @Override
        public void flush() throws IOException {
            flushBuffer();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("Answers are written blocking");
        }
    }
}
