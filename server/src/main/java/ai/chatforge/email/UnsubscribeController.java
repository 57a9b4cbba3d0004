package ai.chatforge.email;

import ai.chatforge.email.OptOutTokens.Choice;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What mail programs call when somebody presses their "unsubscribe" (RFC 8058). */
@Tag(name = "e-mails", description = "Which e-mails one gets")
@RestController
@Access(Access.Rule.PUBLIC)
class UnsubscribeController {
    private final OptOuts optOuts;

    UnsubscribeController(OptOuts optOuts) {
        this.optOuts = optOuts;
    }

    @Operation(
            operationId = "unsubscribe",
            summary = "Stop e-mails of one category to one address",
            description =
                    "Called by mail programs with the address in the header `List-Unsubscribe` (RFC 8058). Whatever"
                            + " is sent along is not read. Once more does no harm.")
    @PostMapping("/api/email/unsubscribe/{token}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unsubscribe(
            @Parameter(description = "From the e-mail", example = "AQGkXz4vN2Yw7cQm") @PathVariable String token) {
        Choice choice = optOuts.read(token)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.INVALID_TOKEN, "The link is not valid. Use the one of a newer e-mail."));
        optOuts.stop(choice);
    }
}
