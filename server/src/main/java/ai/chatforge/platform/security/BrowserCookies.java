package ai.chatforge.platform.security;

import ai.chatforge.platform.config.ServerSettings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookies ChatForge sets, written in one way. */
public final class BrowserCookies {
    public static final String SESSION = "chatforge_session";
    public static final String REFRESH = "chatforge_refresh";
    public static final String REFRESH_PATH = "/api/auth/refresh";
    public static final String CSRF = "XSRF-TOKEN";
    public static final String CSRF_HEADER = "X-XSRF-TOKEN";
    public static final String VISITOR = "chatforge_visitor";

    private final boolean publicHttps;

    public BrowserCookies(ServerSettings settings) {
        this.publicHttps = settings.https();
    }

    public static Optional<String> read(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name) && !cookie.getValue().isEmpty()) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    public void set(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            String value,
            String path,
            Duration life) {
        ResponseCookie cookie = ResponseCookie.from(name, value)
                .httpOnly(!name.equals(CSRF))
                .secure(publicHttps || request.isSecure())
                .sameSite("Lax")
                .path(path)
                .maxAge(life)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    public void clear(HttpServletRequest request, HttpServletResponse response, String name, String path) {
        set(request, response, name, "", path, Duration.ZERO);
    }
}
