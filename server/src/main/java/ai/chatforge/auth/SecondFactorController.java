package ai.chatforge.auth;

import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The second factor of an account. */
@Tag(name = "auth")
@RestController
@RequestMapping("/api/auth/totp")
class SecondFactorController {
    private final SecondFactor factor;
    private final AuthService auth;
    private final AttemptLimits limits;

    SecondFactorController(SecondFactor factor, AuthService auth, AttemptLimits limits) {
        this.factor = factor;
        this.auth = auth;
        this.limits = limits;
    }

    record TotpState(boolean enabled, int recoveryCodesLeft) {}

    record TotpEnrolment(
            @Schema(description = "For typing into the app", example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
            String secret,

            @Schema(description = "For showing as a QR code")
            String uri) {}

    record TotpConfirmation(
            @Schema(description = "What the app shows", example = "287082") @NotBlank @Size(max = 20)
            String code) {}

    record TotpRemoval(
            @Schema(
                    example = "correct horse battery",
                    description = "May be left out only by an account that has no password")
            @Nullable
            @Size(max = 200)
            String password,

            @Schema(description = "What the app shows, or a recovery code", example = "287082")
            @NotBlank
            @Size(max = 40)
            String code) {}

    record RecoveryCodes(List<String> recoveryCodes) {}

    @Operation(operationId = "getTotp", summary = "Whether sign-in asks for a second factor")
    @Access(Access.Rule.USER)
    @GetMapping
    TotpState state(Caller.User user) {
        SecondFactor.State state = factor.state(user.userId());
        return new TotpState(state.enabled(), state.recoveryCodesLeft());
    }

    @Operation(
            operationId = "beginTotp",
            summary = "Begin to set up a second factor",
            description = "Sign-in does not ask for it before it is confirmed.")
    @Access(Access.Rule.USER)
    @PostMapping
    TotpEnrolment begin(Caller.User user, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        SecondFactor.Enrolment enrolment = factor.begin(auth.account(user.userId()));
        return new TotpEnrolment(enrolment.secret(), enrolment.uri());
    }

    @Operation(
            operationId = "confirmTotp",
            summary = "Switch the second factor on with a code of the app",
            description = "The answer has the recovery codes, each good for one sign-in. They are not shown again.")
    @Access(Access.Rule.USER)
    @PostMapping("/confirm")
    RecoveryCodes confirm(Caller.User user, @RequestBody @Valid TotpConfirmation body, HttpServletResponse response) {
        limits.confirmation(user.userId());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return new RecoveryCodes(factor.confirm(user.userId(), body.code()));
    }

    @Operation(operationId = "removeTotp", summary = "Switch the second factor off")
    @Access(Access.Rule.USER)
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller.User user, @RequestBody @Valid TotpRemoval body) {
        Account account = auth.account(user.userId());
        limits.confirmation(user.userId());
        factor.remove(account, body.password(), body.code());
    }
}
