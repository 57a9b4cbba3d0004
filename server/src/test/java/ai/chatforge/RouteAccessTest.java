package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.AccessInterceptor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks all routes that are mapped (QUALITY S13). */
class RouteAccessTest {
    /** Routes that anybody may call. A new one belongs here only after somebody thought about it. */
    private static final Set<String> PUBLIC = Set.of(
            "/",
            "/error",
            "/api/docs",
            "/api/docs/",
            "/api/auth/signup",
            "/api/auth/register",
            "/api/auth/signin",
            "/api/auth/login",
            "/api/auth/refresh",
            "/api/auth/jwks",
            "/api/auth/verify-email",
            "/api/auth/resend-verification",
            "/api/auth/forgot-password",
            "/api/auth/reset-password",
            "/api/auth/confirm-deletion",
            "/api/files/{token}",
            "/api/chat/{chatbotId}",
            "/api/chat/{chatbotId}/history",
            "/api/dev/mailbox",
            "/dev/mailbox",
            "/dev/mailbox/{id}");

    @Test
    void everyRouteHasTheAccessRuleThatIsExpected() {
        RequestMappingHandlerMapping routes = RunningServer.shared()
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        for (Map.Entry<RequestMappingInfo, HandlerMethod> route :
                routes.getHandlerMethods().entrySet()) {
            HandlerMethod handler = route.getValue();
            if (!handler.getBeanType().getName().startsWith("ai.chatforge.")) {
                // Boot's error page and the description in tests; neither has data.
                assertThat(handler.getBeanType().getName()).containsAnyOf("springframework", "springdoc");
                continue;
            }
            Optional<Access.Rule> rule = AccessInterceptor.ruleOf(handler);
            for (String path : route.getKey().getPatternValues()) {
                assertThat(rule).as("access rule of %s", path).isPresent();
                assertThat(rule.orElseThrow()).as("access rule of %s", path).isEqualTo(expected(path));
            }
        }
    }

    private static Access.Rule expected(String path) {
        if (path.startsWith("/internal/")) {
            return Access.Rule.SERVICE;
        }
        return PUBLIC.contains(path) ? Access.Rule.PUBLIC : Access.Rule.USER;
    }

    @Test
    void internalRoutesDoNotShowOutside() {
        RunningServer server = RunningServer.shared();
        RunningServer.Answer internal = server.get("/internal/bot/bots/" + java.util.UUID.randomUUID(), null);
        assertThat(internal.status()).isEqualTo(404);
        String token = server.signUp();
        assertThat(server.get("/internal/bot/bots/" + java.util.UUID.randomUUID(), token)
                        .status())
                .isEqualTo(404);
    }
}
