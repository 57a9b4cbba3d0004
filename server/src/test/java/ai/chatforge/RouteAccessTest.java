package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.AccessInterceptor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
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
            "/api/invitations/preview",
            "/api/auth/providers",
            "/api/auth/oauth/{provider}",
            "/api/auth/oauth/{provider}/start",
            "/api/auth/oauth/{provider}/callback",
            "/api/auth/oauth/complete",
            "/api/auth/oauth/google",
            "/api/auth/confirm-deletion",
            "/api/files/{token}",
            "/api/users/{id}/avatars/{key}",
            "/api/chat/{chatbotId}",
            "/api/chat/{chatbotId}/history",
            "/api/chat/{chatbotId}/socket",
            "/api/dev/mailbox",
            "/dev/mailbox",
            "/dev/mailbox/{id}",
            "/dev/mailbox/preview",
            "/dev/mailbox/preview/{kind}",
            "/api/email/unsubscribe/{token}",
            "/unsubscribe/{token}",
            "/api/webhooks/email/{provider}");

    /** What an API key of a bot may be used for; with the method where not for all. */
    private static final Set<String> BOT = Set.of(
            "GET /api/chatbots",
            "GET /api/chatbots/{id}",
            "PATCH /api/chatbots/{id}",
            "/api/chatbots/{botId}/evaluations/sets",
            "/api/chatbots/{botId}/evaluations/sets/{id}",
            "/api/chatbots/{botId}/evaluations/runs",
            "/api/chatbots/{botId}/evaluations/runs/{id}",
            "/api/chatbots/{botId}/evaluations/runs/{id}/results",
            "/api/chatbots/{botId}/evaluations/runs/{id}/comparison/{baseId}",
            "/api/chatbots/{botId}/evaluations/runs/{id}/cancel",
            "/api/chatbots/{botId}/sources",
            "/api/chatbots/{botId}/sources/{id}",
            "/api/chatbots/{botId}/sources/{id}/segments",
            "/api/chatbots/{botId}/sources/{id}/file-link",
            "/api/chatbots/{botId}/sources/{id}/refetch",
            "/api/chatbots/{botId}/sources/{id}/cancel",
            "/api/chatbots/{botId}/sources/{id}/file",
            "/api/chatbots/{botId}/sources/{id}/transcript",
            "/api/chatbots/{botId}/sources/{id}/pairs",
            "/api/chatbots/{botId}/sources/{id}/text",
            "/api/chatbots/{botId}/sources/{id}/pages",
            "/api/chatbots/{botId}/sources/{id}/train",
            "/api/chatbots/{botId}/train",
            "/api/chatbots/{botId}/status",
            "/api/chatbots/{botId}/status/events",
            "/api/chat",
            "/api/chat/attachments",
            "/api/chat/attachments/{id}",
            "/api/chat/models",
            "/api/chat/socket",
            "/api/chat/bots/{botId}/models",
            "/api/chat/retrieval",
            "/api/chat/messages/{messageId}/stream",
            "/api/chat/messages/{messageId}/stop",
            "/api/chat/messages/{messageId}/retry",
            "/api/chat/messages/{messageId}/edit",
            "/api/chat/messages/{messageId}/choose",
            "/api/chat/conversations",
            "/api/chat/conversations/{id}",
            "/api/streaming-sessions/initialize",
            "/api/streaming-sessions/progress",
            "/api/streaming-sessions/finalize",
            "/api/streaming-sessions/abort",
            "/api/streaming-sessions/active",
            "/api/chat/conversations/{id}/export");

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
                for (RequestMethod method : route.getKey().getMethodsCondition().getMethods()) {
                    assertThat(rule.orElseThrow())
                            .as("access rule of %s %s", method, path)
                            .isEqualTo(expected(method.name(), path));
                }
            }
        }
    }

    private static Access.Rule expected(String method, String path) {
        String name =
                path.replace("/api/bots", "/api/chatbots").replace("/api/conversations", "/api/chat/conversations");
        if (BOT.contains(name) || BOT.contains(method + " " + name)) {
            return Access.Rule.BOT;
        }
        if (path.startsWith("/v1/")) {
            return Access.Rule.KEY;
        }
        if (path.startsWith("/api/admin/") || path.equals("/api/credits/allocate")) {
            return Access.Rule.ADMIN;
        }
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
