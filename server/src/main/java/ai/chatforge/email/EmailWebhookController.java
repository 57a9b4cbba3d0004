package ai.chatforge.email;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes what providers tell. Not part of the API: its form is theirs, and they alone may call it. */
@Hidden
@RestController
@Access(Access.Rule.PUBLIC)
class EmailWebhookController {
    private static final int LARGEST = 1024 * 1024;

    private final List<EmailWebhook> webhooks;
    private final FeedbackRepository feedback;

    EmailWebhookController(List<EmailWebhook> webhooks, FeedbackRepository feedback) {
        this.webhooks = webhooks;
        this.feedback = feedback;
    }

    @PostMapping("/api/webhooks/email/{provider}")
    void take(@PathVariable String provider, HttpServletRequest request) throws IOException {
        EmailWebhook webhook = webhooks.stream()
                .filter(each -> each.provider().equals(provider) && each.isConfigured())
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("webhook"));
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new ApiException(ErrorCode.BODY_TOO_LARGE, "A message may have " + LARGEST + " bytes at the most.");
        }
        feedback.apply(provider, webhook.read(body, request::getHeader));
    }
}
