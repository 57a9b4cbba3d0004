package ai.chatforge.email;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The local mailbox for people. An e-mail is shown in a frame that inherits the page's policy, and may do still less. */
@Hidden
@Controller
@RequestMapping("/dev/mailbox")
@Access(Access.Rule.PUBLIC)
class MailboxPageController {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final MailboxRules rules;
    private final MailboxRepository mailbox;

    MailboxPageController(MailboxRules rules, MailboxRepository mailbox) {
        this.rules = rules;
        this.mailbox = mailbox;
    }

    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request) {
        rules.check(request);
        List<Map<String, Object>> rows =
                mailbox.all().stream().map(MailboxPageController::row).toList();
        return page(null, rows);
    }

    @GetMapping("/{id}")
    ResponseEntity<String> one(@PathVariable UUID id, HttpServletRequest request) {
        rules.check(request);
        MailboxRepository.WithHtml found = mailbox.find(id).orElseThrow(() -> ApiException.notFound("e-mail"));
        Map<String, Object> shown = new HashMap<>(row(found.message()));
        shown.put("text", found.message().text());
        shown.put("html", framed(found.html()));
        return page(shown, List.of());
    }

    /** Its links open pages of their own: inside the frame they could do nothing. */
    static String framed(String html) {
        return html.replaceFirst("<head>", "<head><base target=\"_blank\">");
    }

    private static Map<String, Object> row(MailboxMessage message) {
        return Map.of(
                "address", "/dev/mailbox/" + message.id(),
                "subject", message.subject(),
                "to", message.to(),
                "time", message.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static ResponseEntity<String> page(
            @Nullable Map<String, Object> shown, List<Map<String, Object>> messages) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("shown", shown);
        model.put("messages", messages);
        return page("mailbox.html", model);
    }

    static ResponseEntity<String> page(String template, Map<String, @Nullable Object> model) {
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", POLICY)
                .body(Pages.fill(template, model));
    }
}
