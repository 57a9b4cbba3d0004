package ai.chatforge.gateway;

import ai.chatforge.platform.service.ServiceName;
import java.util.ArrayList;
import java.util.List;

/** Which service owns which addresses. The first match counts. */
final class RouteTable {
    record Route(ServiceName owner, String pattern) {}

    static final List<Route> ROUTES = routes();

    private RouteTable() {}

    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(new Route(ServiceName.AUTH, "/api/auth/**"));
        // It takes the password, and what signs in ends with it.
        routes.add(new Route(ServiceName.AUTH, "/api/users/me/deletion"));
        routes.add(new Route(ServiceName.USER, "/api/users/**"));
        for (String bots : List.of("/api/chatbots", "/api/bots")) {
            for (String part : List.of("/sources/**", "/train", "/status/**")) {
                routes.add(new Route(ServiceName.DOCUMENT, bots + "/{id}" + part));
            }
            routes.add(new Route(ServiceName.CHAT, bots + "/{id}/evaluations/**"));
            routes.add(new Route(ServiceName.BOT, bots + "/**"));
        }
        routes.add(new Route(ServiceName.BOT, "/api/invitations/**"));
        routes.add(new Route(ServiceName.AUTH, "/api/admin/users/{id}/suspension"));
        routes.add(new Route(ServiceName.CHAT, "/api/admin/models/**"));
        routes.add(new Route(ServiceName.DOCUMENT, "/api/files/**"));
        routes.add(new Route(ServiceName.CHAT, "/api/chat/**"));
        routes.add(new Route(ServiceName.CHAT, "/api/conversations/**"));
        routes.add(new Route(ServiceName.CHAT, "/api/usage"));
        routes.add(new Route(ServiceName.EMAIL, "/api/dev/mailbox"));
        routes.add(new Route(ServiceName.EMAIL, "/dev/mailbox/**"));
        routes.add(new Route(ServiceName.EMAIL, "/api/email/**"));
        routes.add(new Route(ServiceName.EMAIL, "/api/webhooks/email/**"));
        routes.add(new Route(ServiceName.EMAIL, "/unsubscribe/**"));
        return List.copyOf(routes);
    }
}
