package ai.chatforge.platform.security;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Enforces the {@link Access} rule of the handler. */
public final class AccessInterceptor implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Access.Rule rule = ruleOf(method)
                    .orElseThrow(() -> new ApiException(ErrorCode.FORBIDDEN, "This route is not open to anybody."));
            check(rule, request);
        }
        return true;
    }

    /** The rule of a handler: its own, else its class's; internal interfaces are for services. */
    public static Optional<Access.Rule> ruleOf(HandlerMethod handler) {
        Access own = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Access.class);
        if (own == null) {
            own = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Access.class);
        }
        return Optional.ofNullable(own).map(Access::value);
    }

    private static void check(Access.Rule rule, HttpServletRequest request) {
        Caller caller = CallerFilter.callerOf(request);
        boolean admin = caller instanceof Caller.User user && user.role() == Role.ADMIN;
        boolean allowed =
                switch (rule) {
                    case PUBLIC -> true;
                    case USER -> caller instanceof Caller.User;
                    case BOT -> caller instanceof Caller.User || caller instanceof Caller.Key;
                    case KEY -> caller instanceof Caller.Key;
                    case ADMIN -> admin;
                    case SERVICE -> caller instanceof Caller.Service;
                    case LOCAL -> admin || isLocal(request);
                };
        if (allowed) {
            return;
        }
        if (rule == Access.Rule.KEY) {
            throw new ApiException(
                    caller instanceof Caller.Anonymous ? ErrorCode.UNAUTHENTICATED : ErrorCode.FORBIDDEN,
                    "Send an API key of a bot in the Authorization header: Bearer cfk_... Owners make them on the page of"
                            + " their bot.");
        }
        if (caller instanceof Caller.Anonymous && rule != Access.Rule.SERVICE && rule != Access.Rule.LOCAL) {
            throw new ApiException(
                    ErrorCode.UNAUTHENTICATED, "Sign in first, or send an access token in the Authorization header.");
        }
        throw new ApiException(
                ErrorCode.FORBIDDEN,
                caller instanceof Caller.Key
                        ? "API keys may not use this route. Sign in, and send an access token."
                        : "Your account may not use this route.");
    }

    private static boolean isLocal(HttpServletRequest request) {
        if (request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null) {
            return false;
        }
        try {
            // The container gives a literal address, so nothing is looked up here.
            return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
