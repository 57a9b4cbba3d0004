package ai.chatforge.auth;

import ai.chatforge.auth.AuthController.AuthResult;
import ai.chatforge.auth.AuthController.User;
import ai.chatforge.platform.security.BrowserCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Hands a session over: as cookies to browsers, as tokens to programs. */
@Component
class SessionAnswers {
    private final AuthSettings settings;
    private final BrowserCookies cookies;

    SessionAnswers(AuthSettings settings, BrowserCookies cookies) {
        this.settings = settings;
        this.cookies = cookies;
    }

    AuthResult of(
            AuthService.SignedIn signedIn, boolean browser, HttpServletRequest request, HttpServletResponse response) {
        User user = User.of(signedIn.account());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        String cookie = signedIn.cookie();
        if (!browser || cookie == null) {
            return new AuthResult(
                    user,
                    signedIn.accessToken(),
                    "Bearer",
                    settings.accessTokenLife().toSeconds(),
                    signedIn.refreshToken());
        }
        cookies.set(request, response, BrowserCookies.SESSION, cookie, "/", settings.sessionLife());
        cookies.set(
                request,
                response,
                BrowserCookies.REFRESH,
                signedIn.refreshToken(),
                BrowserCookies.REFRESH_PATH,
                settings.refreshTokenLife());
        return new AuthResult(user, null, null, null, null);
    }
}
