package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.error.ApiException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.WebUtils;

/** Handlers with effects that can be counted. */
@RestController
final class Things {
    final AtomicInteger made = new AtomicInteger();
    volatile @Nullable RuntimeException failure;
    volatile String sentBeforeEnd = "";
    private volatile CountDownLatch reached = new CountDownLatch(0);
    private volatile CountDownLatch gate = new CountDownLatch(0);

    CountDownLatch hold() {
        reached = new CountDownLatch(1);
        gate = new CountDownLatch(1);
        return reached;
    }

    void release() {
        gate.countDown();
    }

    @Idempotent
    @PostMapping("/things")
    ResponseEntity<Map<String, Object>> make(@RequestBody String body) throws InterruptedException {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        reached.countDown();
        gate.await();
        int number = made.incrementAndGet();
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Location", "/things/" + number)
                .header("Set-Cookie", "secret=1")
                .body(Map.of("number", number, "body", body));
    }

    @Idempotent
    @PostMapping("/things/{id}/parts")
    String part(@PathVariable String id) {
        return id;
    }

    @Idempotent
    @PostMapping("/streams")
    void stream(HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.getOutputStream().print("data: 1\n\n");
        response.flushBuffer();
        sentBeforeEnd = sent(response);
        response.getOutputStream().print("data: 2\n\n");
    }

    private static String sent(HttpServletResponse response) {
        MockHttpServletResponse client = WebUtils.getNativeResponse(response, MockHttpServletResponse.class);
        return client == null ? "" : new String(client.getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    @Idempotent
    @PostMapping("/large")
    byte[] large() {
        return new byte[3 << 20];
    }

    @Idempotent
    @PostMapping("/uploads")
    String upload(@RequestParam("file") MultipartFile file) {
        return made.incrementAndGet() + ":" + file.getSize();
    }

    @ExceptionHandler(ApiException.class)
    ResponseEntity<String> problem(ApiException e) {
        return ResponseEntity.status(e.code().status()).body(e.detail());
    }
}
