package ai.chatforge.auth;

import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The end of an account. */
@Tag(name = "users")
@RestController
class AccountDeletionController {
    private final AccountClosing closing;
    private final AuthService auth;
    private final AttemptLimits limits;

    AccountDeletionController(AccountClosing closing, AuthService auth, AttemptLimits limits) {
        this.closing = closing;
        this.auth = auth;
        this.limits = limits;
    }

    record AccountDeletion(
            @Schema(
                    example = "correct horse battery",
                    description = "Of an account that has one; others get an e-mail with a link")
            @Nullable
            @Size(max = 200)
            String password,

            @Schema(
                    example = "287082",
                    description = "Where a second factor is on: what the app shows, or a recovery code")
            @Nullable
            @Size(max = 40)
            String code) {}

    /** What became of the wish. */
    enum DeletionState {
        @JsonProperty("closed")
        CLOSED,
        @JsonProperty("confirmationSent")
        CONFIRMATION_SENT
    }

    record AccountDeletionState(
            @Schema(
                    description =
                            "closed: nobody can sign in any more, and everything is being erased; confirmationSent: an"
                                    + " e-mail with a link is on its way, without which nothing is deleted")
            DeletionState state) {}

    record DeletionConfirmation(
            @Schema(
                    example = "Vd3kq8Yc1nPz7Xw0uVtRb5sQe2LmJ8hGf4D6aT9oKzE",
                    description = "From the link in the e-mail")
            @NotBlank
            @Size(max = 200)
            String token) {}

    @Operation(
            operationId = "deleteAccount",
            summary = "Delete one's own account with everything it owns",
            description = "It cannot be undone. All sessions end at once and the address is free; bots, sources, files,"
                    + " conversations and the rest are erased within minutes, and an e-mail says when that is done."
                    + " An account without a password gets an e-mail with a link to confirm it, good for an hour."
                    + " The only administrator cannot leave (409).")
    @Access(Access.Rule.USER)
    @PostMapping("/api/users/me/deletion")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AccountDeletionState delete(Caller.User user, @RequestBody @Valid AccountDeletion body) {
        Account account = auth.account(user.userId());
        limits.confirmation(user.userId());
        boolean closed = closing.close(account, body.password(), body.code());
        return new AccountDeletionState(closed ? DeletionState.CLOSED : DeletionState.CONFIRMATION_SENT);
    }

    @Operation(operationId = "confirmDeletion", summary = "Confirm the deletion of an account with the token of a link")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/api/auth/confirm-deletion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(@RequestBody @Valid DeletionConfirmation body) {
        closing.confirm(body.token());
    }
}
