package ai.chatforge.platform.error;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem where no controller is at work: in filters. */
public final class ProblemWriter {
    private final JsonMapper json;

    public ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    public void write(HttpServletRequest request, HttpServletResponse response, ApiException e) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(e.code().status());
        boolean compatible = OpenAiError.isFormOf(request);
        response.setContentType(
                compatible ? MediaType.APPLICATION_JSON_VALUE : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        e.retryAfter()
                .ifPresent(wait -> response.setHeader(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()))));
        if (!request.getMethod().equals("HEAD")) {
            Object body = compatible ? OpenAiError.of(e) : Problem.of(e, requestId());
            response.getOutputStream().write(json.writeValueAsBytes(body));
        }
    }

    public static @Nullable String requestId() {
        return MDC.get("requestId");
    }
}
