package ai.chatforge.gateway;

import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.InsideSocket;
import ai.chatforge.platform.service.RemoteServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.ClientAddress;
import ai.chatforge.platform.web.GatewayHop;
import ai.chatforge.platform.web.SocketUpgrade;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands sockets on to the process of chat, which decides who may have one. */
@Hidden
@RestController
@Conditional(OnRemoteChat.class)
@Access(Access.Rule.PUBLIC)
class SocketRelayController {
    private static final String REFUSED = SocketRelayController.class.getName();
    private static final List<String> HANDED_ON =
            List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.COOKIE, HttpHeaders.USER_AGENT, "X-Visitor-Id");

    private final InsideSocket.Client sockets = new InsideSocket.Client();
    private final SocketUpgrade upgrade;
    private final URI chat;
    private final GatewayHop hop;
    private final ClientAddress addresses;

    SocketRelayController(SocketUpgrade upgrade, HostedServices services, GatewayHop hop, ClientAddress addresses) {
        this.upgrade = upgrade;
        this.chat = Objects.requireNonNull(services.remote().get(ServiceName.CHAT));
        this.hop = hop;
        this.addresses = addresses;
    }

    /** Whether it is one for here: what was refused as a socket goes the way of all requests, for the reason. */
    static boolean isFor(HttpServletRequest request) {
        return SocketUpgrade.isAskedFor(request)
                && request.getRequestURI().startsWith("/api/chat/")
                && request.getRequestURI().endsWith("/socket")
                && request.getAttribute(REFUSED) == null;
    }

    @GetMapping({"/api/chat/socket", "/api/chat/{chatbotId}/socket"})
    void relay(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        upgrade.require(request);
        Optional<InsideSocket> socket = open(request);
        if (socket.isEmpty()) {
            request.setAttribute(REFUSED, true);
            request.getRequestDispatcher(request.getRequestURI()).forward(request, response);
            return;
        }
        try {
            upgrade.open(request, response, socket::get);
        } finally {
            if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
                socket.get().abandon();
            }
        }
    }

    private Optional<InsideSocket> open(HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        for (String name : HANDED_ON) {
            Collections.list(request.getHeaders(name)).forEach(value -> headers.add(name, value));
        }
        headers.set("X-Request-Id", Objects.requireNonNullElse(ProblemWriter.requestId(), ""));
        hop.writeTo(headers, ServiceName.CHAT, addresses.of(request));
        try {
            URI address = URI.create(
                    chat.toString().replaceFirst("^http", "ws").replaceFirst("/+$", "") + request.getRequestURI());
            return sockets.open(address, headers);
        } catch (IOException e) {
            throw RemoteServices.unavailable(ServiceName.CHAT, e);
        }
    }
}
