package ai.chatforge.platform.web;

import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.service.ServiceTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * What a gateway tells the process that it hands a request on to: the client's address, with a service token that says
 * that it may be believed.
 */
public final class GatewayHop {
    private static final String TOKEN = "X-ChatForge-Gateway";
    private static final String CLIENT = "X-ChatForge-Client";

    private final ServiceTokens tokens;

    public GatewayHop(ServiceTokens tokens) {
        this.tokens = tokens;
    }

    /** Takes the place of whatever the client sent under these names. */
    public void writeTo(HttpHeaders headers, ServiceName owner, String client) {
        headers.set(TOKEN, tokens.tokenFor(owner));
        headers.set(CLIENT, client);
    }

    Optional<String> clientOf(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(TOKEN))
                .filter(tokens::accepts)
                .flatMap(_ -> Optional.ofNullable(request.getHeader(CLIENT)));
    }
}
