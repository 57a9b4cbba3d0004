package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies over the limit, announced or not; before a gateway hands them on, too. */
final class BodyLimitFilter extends OncePerRequestFilter {
    /** The other parts of a form, and the lines between them. */
    private static final long AROUND_A_FILE = 1024 * 1024;

    private final DataSize maxBody;
    private final DataSize maxUpload;
    private final ProblemWriter problems;

    BodyLimitFilter(WebSettings settings, ProblemWriter problems) {
        this.maxBody = settings.maxBody();
        this.maxUpload = settings.maxUpload();
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/internal/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Limit limit = limitOf(request);
        if (request.getContentLengthLong() > limit.bytes()) {
            problems.write(request, response, limit.exceeded());
            return;
        }
        chain.doFilter(request.getContentLengthLong() >= 0 ? request : new Limited(request, limit), response);
    }

    private Limit limitOf(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, "multipart/form-data", 0, 19)
                ? new Limit(
                        maxUpload.toBytes() + AROUND_A_FILE,
                        ErrorCode.FILE_TOO_LARGE,
                        "A file may have " + maxUpload.toMegabytes() + " MB at the most.")
                : new Limit(
                        maxBody.toBytes(),
                        ErrorCode.BODY_TOO_LARGE,
                        "The body may have " + maxBody.toBytes() + " bytes at the most. Send files as uploads.");
    }

    private record Limit(long bytes, ErrorCode code, String detail) {
        ApiException exceeded() {
            return new ApiException(code, detail);
        }
    }

    /** A body of unknown length, counted while it is read. */
    private static final class Limited extends HttpServletRequestWrapper {
        private final Limit limit;

        Limited(HttpServletRequest request, Limit limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counting(super.getInputStream(), limit);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class Counting extends ServletInputStream {
        private final ServletInputStream in;
        private final Limit limit;
        private long read;

        Counting(ServletInputStream in, Limit limit) {
            this.in = in;
            this.limit = limit;
        }

        private int counted(int n) {
            read += Math.max(0, n);
            if (read > limit.bytes()) {
                throw limit.exceeded();
            }
            return n;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            counted(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            return counted(in.read(b, off, len));
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
