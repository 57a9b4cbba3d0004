package ai.chatforge.email;

import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The local mailbox for programs, such as tests that sign up. */
@Tag(name = "local mailbox", description = "E-mails of a ChatForge on one's own machine, instead of being sent")
@RestController
@Access(Access.Rule.PUBLIC)
class MailboxController {
    private final MailboxRules rules;
    private final MailboxRepository mailbox;

    MailboxController(MailboxRules rules, MailboxRepository mailbox) {
        this.rules = rules;
        this.mailbox = mailbox;
    }

    @Operation(
            operationId = "readMailbox",
            summary = "Read the e-mails that were not sent because this is one's own machine",
            description =
                    "The last 200, newest first. There are none, and no such route, where an SMTP server is set, the"
                            + " database is not embedded, or other machines can connect.")
    @GetMapping("/api/dev/mailbox")
    ResponseEntity<Page<MailboxMessage>> list(
            @Parameter(description = "Only e-mails to this address", example = "ada@example.com")
                    @RequestParam(required = false)
                    @Nullable
                    String to,
            HttpServletRequest request) {
        rules.check(request);
        List<MailboxMessage> messages = mailbox.all().stream()
                .filter(message -> to == null || message.to().equalsIgnoreCase(to))
                .toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Page<>(messages, null));
    }
}
