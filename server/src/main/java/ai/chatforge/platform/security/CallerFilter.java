package ai.chatforge.platform.security;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.service.ServiceTokens;
import ai.chatforge.platform.web.ProblemMapping;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who is calling, once for each request: a service, a program with a bearer token, or a browser with a
 * session cookie.
 */
public final class CallerFilter extends OncePerRequestFilter {
    static final String ATTRIBUTE = CallerFilter.class.getName();
    private static final Logger LOG = LoggerFactory.getLogger(CallerFilter.class);
    private static final String INTERNAL = "/internal/";

    private final TokenVerifier tokens;
    private final KeyVerifier keys;
    private final ServiceTokens services;
    private final ProblemWriter problems;

    public CallerFilter(TokenVerifier tokens, KeyVerifier keys, ServiceTokens services, ProblemWriter problems) {
        this.tokens = tokens;
        this.keys = keys;
        this.services = services;
        this.problems = problems;
    }

    /** Who calls the present request. */
    public static Caller callerOf(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : Caller.ANONYMOUS;
    }

    /** Unlike cookies and passwords (Basic), a bearer token is nothing that a browser sends by itself. */
    public static boolean hasBearer(HttpServletRequest request) {
        return bearer(request).isPresent();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller;
        try {
            caller = resolve(request);
        } catch (RuntimeException e) {
            // Who calls may stand in a database that does not answer: 503 like everywhere, not 500.
            ApiException problem = ProblemMapping.of(e);
            if (problem.code().status() >= 500) {
                LOG.warn("The caller is not known: {}", e.toString());
            }
            problems.write(request, response, problem);
            return;
        }
        request.setAttribute(ATTRIBUTE, caller);
        switch (caller) {
            case Caller.User user -> {
                MDC.put("userId", user.userId().toString());
                inTenant(user.tenantId(), request, response, chain);
            }
            case Caller.Key key -> {
                MDC.put("keyId", key.keyId().toString());
                inTenant(key.tenantId(), request, response, chain);
            }
            case Caller.Service service -> chain.doFilter(request, response);
            case Caller.Anonymous nobody -> chain.doFilter(request, response);
        }
    }

    private static void inTenant(
            UUID tenant, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Tenant.<@Nullable Void, Exception>call(tenant, () -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            MDC.remove("userId");
            MDC.remove("keyId");
        }
    }

    private Caller resolve(HttpServletRequest request) {
        Optional<String> bearer = bearer(request);
        if (request.getRequestURI().startsWith(INTERNAL)) {
            return service(request, bearer);
        }
        if (bearer.isPresent() && bearer.get().startsWith(KeyVerifier.PREFIX)) {
            return keys.byKey(bearer.get())
                    .<Caller>map(key -> key)
                    .orElseThrow(() -> new ApiException(
                            ErrorCode.UNAUTHENTICATED,
                            "The API key is not valid: it was revoked, has expired or never was. Make a new one."));
        }
        if (bearer.isPresent()) {
            return tokens.byAccessToken(bearer.get())
                    .<Caller>map(user -> user)
                    .orElseThrow(() -> new ApiException(
                            ErrorCode.UNAUTHENTICATED,
                            "The access token is not valid or has expired. Get a new one with POST /api/auth/refresh or"
                                    + " sign in again."));
        }
        return BrowserCookies.read(request, BrowserCookies.SESSION)
                .flatMap(tokens::bySessionCookie)
                .<Caller>map(user -> user)
                .orElse(Caller.ANONYMOUS);
    }

    private Caller service(HttpServletRequest request, Optional<String> bearer) {
        String[] parts = request.getRequestURI().split("/", 4);
        boolean trusted = bearer.isPresent()
                && ServiceName.byKey(parts[2])
                        .filter(audience -> services.accepts(bearer.get(), audience))
                        .isPresent();
        if (!trusted) {
            // The same answer as for an address that does not exist: nothing internal shows outside.
            throw new ApiException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
        }
        return new Caller.Service(parts[2]);
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(header.substring(7).strip())
                : Optional.empty();
    }
}
