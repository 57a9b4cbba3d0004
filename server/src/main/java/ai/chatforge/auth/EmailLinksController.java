package ai.chatforge.auth;

import ai.chatforge.auth.api.LinkRequested.Purpose;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.ClientAddress;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Verifying an e-mail address, and choosing a new password by one. */
@Tag(name = "auth")
@RestController
@RequestMapping("/api/auth")
class EmailLinksController {
    private static final EmailUnderway UNDERWAY =
            new EmailUnderway("If this concerns an account, an e-mail with a link is on its way to its address.");

    private final EmailLinks links;
    private final SignUps signUps;
    private final AuthService auth;
    private final AttemptLimits limits;
    private final KnownDevices devices;
    private final ClientAddress clients;

    EmailLinksController(
            EmailLinks links,
            SignUps signUps,
            AuthService auth,
            AttemptLimits limits,
            KnownDevices devices,
            ClientAddress clients) {
        this.links = links;
        this.signUps = signUps;
        this.auth = auth;
        this.limits = limits;
        this.devices = devices;
        this.clients = clients;
    }

    record EmailVerification(
            @Schema(
                    example = "Vd3kq8Yc1nPz7Xw0uVtRb5sQe2LmJ8hGf4D6aT9oKzE",
                    description = "From the link in the e-mail")
            @NotBlank
            @Size(max = 200)
            String token) {}

    record EmailVerified(
            @Schema(example = "ada@example.com") String email,

            @Schema(
                    description = "Whether the account was opened by it, so that signing in with the password of the"
                            + " sign-up comes next")
            boolean accountOpened) {
        static EmailVerified of(Account account, boolean opened) {
            return new EmailVerified(account.email(), opened);
        }
    }

    record VerificationRequest(
            @Schema(example = "ada@example.com", description = "May be left out by who is signed in")
            @Nullable
            @Email
            @Size(max = 254)
            String email) {}

    record PasswordResetRequest(
            @Schema(example = "ada@example.com") @NotBlank @Email @Size(max = 254)
            String email) {}

    record PasswordReset(
            @Schema(
                    example = "Vd3kq8Yc1nPz7Xw0uVtRb5sQe2LmJ8hGf4D6aT9oKzE",
                    description = "From the link in the e-mail")
            @NotBlank
            @Size(max = 200)
            String token,

            @Schema(example = "correct horse battery", description = "8 characters to 72 bytes")
            @NotNull
            @Size(max = 200)
            String password) {}

    /** The same whether there is an account or not. */
    record EmailUnderway(String message) {}

    @Operation(
            operationId = "verifyEmail",
            summary = "Confirm an e-mail address with the token of a link",
            description =
                    "Of a sign-up that waits for it, this opens the account. No session comes with it: who signs in"
                            + " has to know the password of that sign-up.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/verify-email")
    EmailVerified verify(@RequestBody @Valid EmailVerification body) {
        return signUps.confirm(body.token())
                .map(account -> EmailVerified.of(account, true))
                .orElseGet(() -> EmailVerified.of(links.verify(body.token()), false));
    }

    @Operation(
            operationId = "resendVerification",
            summary = "Send the e-mail that confirms an address again",
            description =
                    "The answer does not tell whether there is an account or a sign-up, or whether it is confirmed"
                            + " already. Of several sign-ups the newest gets a new link. Links of earlier e-mails end"
                            + " with it.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/resend-verification")
    @ResponseStatus(HttpStatus.ACCEPTED)
    EmailUnderway resend(
            Caller caller,
            @RequestBody(required = false) @Valid @Nullable VerificationRequest body,
            HttpServletRequest request) {
        String given = body == null ? null : body.email();
        String email = given == null || given.isBlank() ? ownAddress(caller) : given;
        limits.verification(email, clients.of(request));
        links.request(email, Purpose.VERIFICATION);
        return UNDERWAY;
    }

    private String ownAddress(Caller caller) {
        if (caller instanceof Caller.User user) {
            return auth.account(user.userId()).email();
        }
        throw ApiException.invalid("email", "must be given by who is not signed in");
    }

    @Operation(
            operationId = "forgotPassword",
            summary = "Send an e-mail with a link to choose a new password",
            description = "The answer does not tell whether there is an account. The link is good for an hour.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/forgot-password")
    @ResponseStatus(HttpStatus.ACCEPTED)
    EmailUnderway forgot(@RequestBody @Valid PasswordResetRequest body, HttpServletRequest request) {
        limits.passwordReset(body.email(), clients.of(request));
        links.request(body.email(), Purpose.PASSWORD_RESET);
        return UNDERWAY;
    }

    @Operation(
            operationId = "resetPassword",
            summary = "Choose a new password with the token of a link",
            description = "Ends all sessions of the account, and confirms its e-mail address.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/reset-password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(@RequestBody @Valid PasswordReset body, HttpServletRequest request, HttpServletResponse response) {
        devices.remember(links.reset(body.token(), body.password()), request, response);
    }
}
