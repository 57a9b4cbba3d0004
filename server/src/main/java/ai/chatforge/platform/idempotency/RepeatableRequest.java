package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/** A request whose body has been read, and can be read again. */
public final class RepeatableRequest extends HttpServletRequestWrapper {
    private static final byte[] NOTHING = {};
    /** More room is made as bytes come, as somebody may announce more than they send. */
    private static final int AT_ONCE = 16 * 1024;

    private final byte[] body;

    private RepeatableRequest(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
    }

    /**
     * Returns when the whole body is there.
     *
     * @return the request itself where its body was read before, and where it is an upload, which is never kept here
     * @throws ApiException when the body is too large, or breaks off
     */
    public static HttpServletRequest of(HttpServletRequest request, int limit) {
        if (isUpload(request) || find(request) != null) {
            return request;
        }
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        byte[] body = read(request, limit);
        if (body.length > limit) {
            throw tooLarge(limit);
        }
        return new RepeatableRequest(request, body);
    }

    private static byte[] read(HttpServletRequest request, int limit) {
        try {
            int length = request.getContentLength();
            if (length < 0 || length > AT_ONCE) {
                return request.getInputStream().readNBytes(limit + 1);
            }
            byte[] body = new byte[length];
            if (request.getInputStream().readNBytes(body, 0, length) < length) {
                throw new EOFException("The body ended early");
            }
            return body;
        } catch (IOException e) {
            throw new ApiException(ErrorCode.MALFORMED_BODY, "The body could not be read to its end.", e);
        }
    }

    private static ApiException tooLarge(int limit) {
        return new ApiException(
                ErrorCode.BODY_TOO_LARGE, "The body may have " + limit + " bytes at the most. Send files as uploads.");
    }

    private static @Nullable RepeatableRequest find(HttpServletRequest request) {
        return WebUtils.getNativeRequest(request, RepeatableRequest.class);
    }

    /** Files come as slowly as their senders send them, and may be larger than the memory. */
    public static boolean isUpload(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, "multipart/", 0, 10);
    }

    /** What was read; nothing of an upload. */
    static byte[] bodyOf(HttpServletRequest request) {
        RepeatableRequest repeatable = find(request);
        return repeatable == null ? NOTHING : repeatable.body;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Input(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() {
        String encoding = getCharacterEncoding();
        Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return new BufferedReader(new InputStreamReader(getInputStream(), charset));
    }

    private static final class Input extends ServletInputStream {
        private final ByteArrayInputStream in;

        Input(ByteArrayInputStream in) {
            this.in = in;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            return in.read(bytes, from, length);
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("Requests are read blocking");
        }
    }
}
