package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.BrowserCookies;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.Role;
import ai.chatforge.platform.web.ClientAddress;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sign-in and sessions. */
@Tag(name = "auth", description = "Sign-up, sign-in and sessions")
@RestController
@RequestMapping("/api/auth")
class AuthController {
    private final AuthService auth;
    private final AccessTokens tokens;
    private final SessionAnswers answers;
    private final BrowserCookies cookies;
    private final AttemptLimits limits;
    private final KnownDevices devices;
    private final ClientAddress clients;

    AuthController(
            AuthService auth,
            AccessTokens tokens,
            SessionAnswers answers,
            BrowserCookies cookies,
            AttemptLimits limits,
            KnownDevices devices,
            ClientAddress clients) {
        this.auth = auth;
        this.tokens = tokens;
        this.answers = answers;
        this.cookies = cookies;
        this.limits = limits;
        this.devices = devices;
        this.clients = clients;
    }

    /** How the client wants to carry its session. */
    enum Transport {
        @JsonProperty("bearer")
        BEARER,
        @JsonProperty("cookie")
        COOKIE
    }

    record SignIn(
            @Schema(example = "ada@example.com") @NotBlank @Size(max = 254)
            String email,

            @Schema(example = "correct horse battery") @NotNull @Size(max = 200)
            String password,

            @Schema(
                    description =
                            "Of the authenticator app, or a recovery code: asked for with the error totp_required")
            @Nullable
            @Size(max = 40)
            String code,

            @Schema(description = "cookie for browsers, bearer (the default) for programs") @Nullable
            Transport transport) {}

    @Schema(name = "SessionRefresh")
    record Refresh(
            @Schema(description = "Programs send it here; browsers have it in a cookie") @Nullable @Size(max = 200)
            String refreshToken) {}

    /** A user as the user itself sees it. */
    @Schema(name = "User")
    record User(UUID id, String email, String name, Role role, boolean emailVerified, Instant createdAt) {
        static User of(Account a) {
            return new User(a.id(), a.email(), a.name(), a.role(), a.emailVerified(), a.createdAt());
        }
    }

    /** The tokens are absent for browsers, which get cookies. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AuthResult(
            User user,
            @Nullable String accessToken,
            @Schema(example = "Bearer") @Nullable String tokenType,

            @Schema(description = "Seconds until the access token expires", example = "900") @Nullable
            Long expiresIn,

            @Nullable String refreshToken) {}

    /** Only for the description: the library writes it. */
    record JwkSet(List<Map<String, String>> keys) {}

    @Operation(
            operationId = "signIn",
            summary = "Sign in",
            description =
                    "An account with a second factor answers totp_required to the right password; then send the same"
                            + " again with code.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping({"/signin", "/login"})
    AuthResult signIn(@RequestBody @Valid SignIn body, HttpServletRequest request, HttpServletResponse response) {
        limits.signIn(body.email(), clients.of(request), devices.find(body.email(), request));
        boolean browser = body.transport() == Transport.COOKIE;
        AuthService.SignedIn signedIn =
                auth.signIn(body.email(), body.password(), body.code(), browser, agent(request));
        if (browser) {
            devices.remember(signedIn.account().id(), request, response);
        }
        return answers.of(signedIn, browser, request, response);
    }

    @Operation(
            operationId = "refreshSession",
            summary = "Renew the session",
            description = "Each refresh token works once. One that was used before ends its session.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/refresh")
    AuthResult refresh(
            @RequestBody(required = false) @Valid @Nullable Refresh body,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<String> given = Optional.ofNullable(body).map(Refresh::refreshToken);
        boolean browser = given.isEmpty();
        Optional<String> token = browser ? BrowserCookies.read(request, BrowserCookies.REFRESH) : given;
        if (token.isEmpty()) {
            throw new ApiException(ErrorCode.UNAUTHENTICATED, "There is no refresh token. Sign in again.");
        }
        return answers.of(auth.refresh(token.get(), browser), browser, request, response);
    }

    @Operation(operationId = "signOut", summary = "Sign out: end the present session")
    @Access(Access.Rule.USER)
    @PostMapping("/signout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(Caller.User user, HttpServletRequest request, HttpServletResponse response) {
        auth.signOut(user);
        cookies.clear(request, response, BrowserCookies.SESSION, "/");
        cookies.clear(request, response, BrowserCookies.REFRESH, BrowserCookies.REFRESH_PATH);
    }

    @Operation(operationId = "getMe", summary = "Who is signed in")
    @Access(Access.Rule.USER)
    @GetMapping("/me")
    User me(Caller.User user) {
        return User.of(auth.account(user.userId()));
    }

    @Operation(
            operationId = "getKeys",
            summary = "The public keys of access tokens",
            description = "A JWK set (RFC 7517).")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JwkSet.class)))
    @Access(Access.Rule.PUBLIC)
    @GetMapping(path = "/jwks", produces = MediaType.APPLICATION_JSON_VALUE)
    String keys() {
        return tokens.publicKeys();
    }

    static String agent(HttpServletRequest request) {
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        return agent == null ? "" : agent;
    }
}
