package ai.chatforge.platform.web;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.CallerFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Makes WebSockets of requests, once whoever asks has been let in like with any other request. */
public final class SocketUpgrade {
    private static final int PART = 2_048;

    private final OpenSockets sockets;
    private final Closing closing;
    private final GatewayHop gateway;
    private final PublicLinks links;
    private final List<String> otherSites;
    private final Duration patience;

    /** @param patience how long a client may take nothing */
    SocketUpgrade(
            OpenSockets sockets,
            Closing closing,
            GatewayHop gateway,
            PublicLinks links,
            WebSettings settings,
            Duration patience) {
        this.sockets = sockets;
        this.closing = closing;
        this.gateway = gateway;
        this.links = links;
        this.otherSites = settings.corsOrigins();
        this.patience = patience;
    }

    public static boolean isAskedFor(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    /**
     * Throws unless the request may become a socket. To be asked last, so that a gateway which asks again without the
     * upgrade is told what was wrong besides.
     */
    public void require(HttpServletRequest request) {
        if (!isAskedFor(request)) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "This address is a WebSocket: open it with ws:// or wss://. If you did, a proxy in between has taken"
                            + " the header Upgrade away.");
        }
        requireOrigin(request);
        closing.requireOpen();
    }

    /** To an upgrade neither CORS nor CSRF tokens apply, and the browser sends its cookies with it whoever asks. */
    private void requireOrigin(HttpServletRequest request) {
        if (gateway.clientOf(request).isPresent()) {
            // That one has looked.
            return;
        }
        boolean byCookie = !CallerFilter.hasBearer(request) && CallerFilter.callerOf(request) instanceof Caller.User;
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean allowed =
                origin == null ? !byCookie : isOwn(origin, request) || (!byCookie && otherSites.contains(origin));
        if (!allowed) {
            throw new ApiException(
                    ErrorCode.CSRF_REJECTED,
                    origin == null
                            ? "With a session cookie, only a page of this ChatForge can open the socket; its browser says"
                                    + " so in the header Origin. Programs send an access token or API key in the"
                                    + " header Authorization."
                            : "Pages of this origin may not open the socket. If it is ChatForge's own, its operator has"
                                    + " to set chatforge.public-url.");
        }
    }

    private boolean isOwn(String origin, HttpServletRequest request) {
        String scheme = request.getScheme();
        int port = request.getServerPort();
        boolean standard = port == (scheme.equals("https") ? 443 : 80);
        String here = scheme + "://" + request.getServerName() + (standard ? "" : ":" + port);
        return origin.equalsIgnoreCase(here) || origin.equalsIgnoreCase(links.origin());
    }

    /** The answer is the container's: 101, or what is wrong with the handshake. */
    public void open(HttpServletRequest request, HttpServletResponse response, Supplier<TextSocket> socket)
            throws IOException {
        if (!(request.getServletContext().getAttribute(ServerContainer.class.getName())
                instanceof ServerContainer container)) {
            throw new IllegalStateException("The web server has no WebSockets");
        }
        // Each socket holds them for as long as it is open; longer messages come in parts.
        container.setDefaultMaxTextMessageBufferSize(PART);
        container.setDefaultMaxBinaryMessageBufferSize(PART);
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(TextSocket.Connection.class, "/socket")
                .configurator(new Handshake(() -> new TextSocket.Connection(socket.get(), sockets, patience)))
                .build();
        try {
            container.upgradeHttpToWebSocket(request, response, config, Map.of());
        } catch (DeploymentException e) {
            throw new IOException(e);
        }
    }

    private static final class Handshake extends ServerEndpointConfig.Configurator {
        private final Supplier<TextSocket.Connection> connection;

        Handshake(Supplier<TextSocket.Connection> connection) {
            this.connection = connection;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(connection.get());
        }

        @Override
        public boolean checkOrigin(@Nullable String origin) {
            return true;
        }

        // No compression: it would hold some hundred kilobytes for each socket.
        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return "";
        }
    }
}
