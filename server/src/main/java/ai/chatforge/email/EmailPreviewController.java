package ai.chatforge.email;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows every kind of e-mail in every language, where there is a local mailbox. */
@Hidden
@Controller
@RequestMapping("/dev/mailbox/preview")
@Access(Access.Rule.PUBLIC)
class EmailPreviewController {
    private static final List<String> LANGUAGES = List.of("en", "de", "es", "zh");

    private final MailboxRules rules;
    private final EmailWriter writer;
    private final OptOuts optOuts;

    EmailPreviewController(MailboxRules rules, EmailWriter writer, OptOuts optOuts) {
        this.rules = rules;
        this.writer = writer;
        this.optOuts = optOuts;
    }

    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request) {
        rules.check(request);
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("languages", LANGUAGES);
        model.put(
                "kinds",
                Arrays.stream(EmailKind.values())
                        .map(EmailPreviewController::key)
                        .toList());
        return MailboxPageController.page("previews.html", model);
    }

    @GetMapping("/{kind}")
    ResponseEntity<String> one(
            @PathVariable String kind, @RequestParam(defaultValue = "en") String language, HttpServletRequest request)
            throws NotSentException {
        rules.check(request);
        EmailKind found = Arrays.stream(EmailKind.values())
                .filter(each -> key(each).equals(kind))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("kind of e-mail"));
        QueuedEmail sample = SampleEmails.of(found, language);
        Email email = writer.write(sample, optOuts.linkFor(found, sample.to()));
        Map<String, @Nullable Object> shown = new HashMap<>();
        shown.put("subject", email.subject());
        shown.put("to", email.to());
        shown.put("time", email.language());
        shown.put("text", email.text());
        shown.put("html", MailboxPageController.framed(email.html()));
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("shown", shown);
        model.put("messages", List.of());
        return MailboxPageController.page("mailbox.html", model);
    }

    private static String key(EmailKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
