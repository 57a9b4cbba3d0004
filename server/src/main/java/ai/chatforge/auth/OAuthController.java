package ai.chatforge.auth;

import ai.chatforge.auth.AuthController.AuthResult;
import ai.chatforge.auth.AuthController.Transport;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.BrowserCookies;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import com.fasterxml.jackson.annotation.JsonAlias;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in with Google, GitHub, and other issuers. */
@Tag(name = "auth")
@RestController
@RequestMapping("/api/auth")
class OAuthController {
    private static final String COOKIE = "chatforge_oauth";
    private static final String COOKIE_PATH = "/api/auth/oauth";
    private static final String HOME = "/bots";
    private static final String ACCOUNT = "/account";

    private final OAuth oauth;
    private final IdentityProviders providers;
    private final SessionAnswers answers;
    private final BrowserCookies cookies;

    OAuthController(OAuth oauth, IdentityProviders providers, SessionAnswers answers, BrowserCookies cookies) {
        this.oauth = oauth;
        this.providers = providers;
        this.answers = answers;
        this.cookies = cookies;
    }

    record SignInProvider(
            @Schema(description = "For the addresses of its routes", example = "google")
            String name,

            @Schema(example = "Google") String label) {}

    record OAuthStart(
            @Schema(description = "Page of this site to come back to", example = "/bots") @Nullable @Size(max = 1000)
            String next,

            @Schema(description = "Whether it is linked with the account that is signed in, instead of signing in")
            @Nullable
            Boolean link) {}

    record OAuthAddress(
            @Schema(description = "Where to send the browser that has the cookie of this answer")
            String authorizationUrl) {}

    record OAuthCompletion(
            @Schema(description = "What the app shows, or a recovery code", example = "287082")
            @NotBlank
            @Size(max = 40)
            String code) {}

    record GoogleSignIn(
            @Schema(
                    description = "The ID token that Google's button gave to the page",
                    example = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMTAxNjkifQ.c2lnbmF0dXJl")
            @JsonAlias({"idToken", "id_token"})
            @NotBlank
            @Size(max = 10_000)
            String credential,

            @Schema(description = "Of the authenticator app, or a recovery code: asked for with totp_required")
            @Nullable
            @Size(max = 40)
            String code,

            @Schema(description = "cookie for browsers, bearer (the default) for programs") @Nullable
            Transport transport) {}

    @Operation(operationId = "listSignInProviders", summary = "Where one can sign in beside the password")
    @Access(Access.Rule.PUBLIC)
    @GetMapping("/providers")
    Page<SignInProvider> providers() {
        return new Page<>(
                providers.all().stream()
                        .map(each -> new SignInProvider(each.name(), each.label()))
                        .toList(),
                null);
    }

    @Operation(
            operationId = "signInAtProvider",
            summary = "Send the browser to a provider to sign in",
            description =
                    "It comes back to the page next, signed in by cookies, or to /sign-in?error=<code> of an error.")
    @Access(Access.Rule.PUBLIC)
    @GetMapping("/oauth/{provider}")
    @ResponseStatus(HttpStatus.FOUND)
    void send(
            @PathVariable String provider,
            @RequestParam(required = false) @Nullable String next,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        providers.named(provider);
        String page;
        try {
            OAuth.Begun begun = oauth.begin(provider, ReturnPath.of(next, HOME), null);
            keep(begun.cookie(), request, response);
            page = begun.authorization().toString();
        } catch (ApiException e) {
            page = failure(e.code(), caller);
        }
        redirect(page, response);
    }

    @Operation(
            operationId = "startSignInAtProvider",
            summary = "Begin to sign in at a provider, or to link it",
            description = "For pages and programs that send the browser there themselves.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/oauth/{provider}/start")
    OAuthAddress start(
            @PathVariable String provider,
            @RequestBody(required = false) @Valid @Nullable OAuthStart body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean link = body != null && Boolean.TRUE.equals(body.link());
        String next = ReturnPath.of(body == null ? null : body.next(), link ? ACCOUNT : HOME);
        OAuth.Begun begun = oauth.begin(provider, next, link ? signedIn(caller) : null);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        keep(begun.cookie(), request, response);
        return new OAuthAddress(begun.authorization().toString());
    }

    private static UUID signedIn(Caller caller) {
        if (caller instanceof Caller.User user) {
            return user.userId();
        }
        throw new ApiException(ErrorCode.UNAUTHENTICATED, "Sign in first: a provider is linked with an account.");
    }

    @Operation(
            operationId = "returnFromProvider",
            summary = "Where a provider sends the browser back to",
            description = "The redirect URI to register there. Works once, for ten minutes, in the browser that began.")
    @Access(Access.Rule.PUBLIC)
    @GetMapping("/oauth/{provider}/callback")
    @ResponseStatus(HttpStatus.FOUND)
    void callback(
            @PathVariable String provider,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String iss,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        providers.named(provider);
        String cookie = BrowserCookies.read(request, COOKIE).orElse(null);
        String page;
        try {
            OAuth.Return back = new OAuth.Return(state, code, error, iss, cookie, visitor(request));
            page = enter(oauth.finish(provider, back, caller), request, response);
        } catch (ApiException e) {
            page = failure(e.code(), caller);
        }
        redirect(page, response);
    }

    private String enter(OAuth.Outcome outcome, HttpServletRequest request, HttpServletResponse response) {
        return switch (outcome) {
            case OAuth.Outcome.SignedIn in -> {
                cookies.clear(request, response, COOKIE, COOKIE_PATH);
                answers.of(in.session(), true, request, response);
                yield in.returnTo();
            }
            case OAuth.Outcome.CodeNeeded needed -> {
                keep(needed.cookie(), request, response);
                yield "/sign-in?step=code&next=" + ProviderHttp.encode(needed.returnTo());
            }
            case OAuth.Outcome.Linked linked -> {
                cookies.clear(request, response, COOKIE, COOKIE_PATH);
                yield linked.returnTo();
            }
        };
    }

    @Operation(
            operationId = "completeSignIn",
            summary = "Finish a sign-in at a provider with the code of the second factor",
            description = "Sets the cookies of the session. A wrong code can be followed by another one.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/oauth/complete")
    AuthResult complete(
            @RequestBody @Valid OAuthCompletion body, HttpServletRequest request, HttpServletResponse response) {
        String cookie = BrowserCookies.read(request, COOKIE).orElseThrow(SignInFaults::expired);
        AuthService.SignedIn session = oauth.complete(cookie, body.code(), AuthController.agent(request));
        cookies.clear(request, response, COOKIE, COOKIE_PATH);
        return answers.of(session, true, request, response);
    }

    @Operation(
            operationId = "signInWithGoogle",
            summary = "Sign in with an ID token of Google",
            description = "For clients that got it from Google themselves. Each token works once.")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/oauth/google")
    AuthResult google(@RequestBody @Valid GoogleSignIn body, HttpServletRequest request, HttpServletResponse response) {
        boolean browser = body.transport() == Transport.COOKIE;
        return answers.of(
                oauth.byGoogleToken(body.credential(), body.code(), browser, visitor(request)),
                browser,
                request,
                response);
    }

    private static OAuth.Visitor visitor(HttpServletRequest request) {
        String language = Languages.chosen(null, request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        return new OAuth.Visitor(AuthController.agent(request), language);
    }

    private void keep(String cookie, HttpServletRequest request, HttpServletResponse response) {
        cookies.set(request, response, COOKIE, cookie, COOKIE_PATH, OAuth.LIFE);
    }

    /** Which page shows the error: the one that its reader came from. */
    private static String failure(ErrorCode code, Caller caller) {
        return (caller instanceof Caller.User ? ACCOUNT : "/sign-in") + "?error=" + code.key();
    }

    private static void redirect(String page, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.LOCATION, page);
    }
}
