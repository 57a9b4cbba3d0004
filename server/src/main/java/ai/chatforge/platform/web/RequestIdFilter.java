package ai.chatforge.platform.web;

import ai.chatforge.platform.id.Ids;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request an id, which its answer, its log lines and its calls to other services carry, and logs it. */
final class RequestIdFilter extends OncePerRequestFilter implements Ordered {
    static final String HEADER = "X-Request-Id";
    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final Logger ACCESS = LoggerFactory.getLogger("ai.chatforge.access");

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = idOf(request.getHeader(HEADER));
        long start = System.nanoTime();
        MDC.put("requestId", id);
        response.setHeader(HEADER, id);
        try {
            chain.doFilter(request, response);
        } finally {
            log(request, response, start);
            MDC.clear();
        }
    }

    private static String idOf(@Nullable String given) {
        return given != null && ACCEPTABLE.matcher(given).matches()
                ? given
                : Ids.next().toString();
    }

    private static void log(HttpServletRequest request, HttpServletResponse response, long start) {
        if (!ACCESS.isInfoEnabled()) {
            return;
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        LoggingEventBuilder line = response.getStatus() >= 500 ? ACCESS.atWarn() : ACCESS.atInfo();
        // The query may hold what a user searched for: the path is enough.
        line.addKeyValue("method", request.getMethod())
                .addKeyValue("path", request.getRequestURI())
                .addKeyValue("status", response.getStatus())
                .addKeyValue("duration_ms", millis)
                .log("request served");
    }
}
