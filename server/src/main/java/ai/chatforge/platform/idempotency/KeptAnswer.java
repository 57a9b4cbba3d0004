package ai.chatforge.platform.idempotency;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An answer as it is sent again. */
record KeptAnswer(int status, Map<String, String> headers, byte[] body) {
    static final String REPLAYED = "Idempotency-Replayed";
    private static final List<String> KEPT_HEADERS = List.of(
            "Content-Type", "Content-Disposition", "Content-Language", "Cache-Control", "ETag", "Link", "Location");

    /** These say something about the caller or the moment, not about what was asked for. After them nothing was done. */
    private static final Set<Integer> PASSING = Set.of(401, 402, 403, 408, 429);

    static boolean isKept(int status) {
        return status < 500 && !PASSING.contains(status);
    }

    static KeptAnswer of(HttpServletResponse response, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new KeptAnswer(response.getStatus(), headers, body);
    }

    void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setHeader(REPLAYED, "true");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
