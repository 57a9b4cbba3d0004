package ai.chatforge.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The address of the client, believing only as many proxies as the operator says there are. */
public final class ClientAddress {
    private final int trustedProxies;
    private final GatewayHop gateway;

    ClientAddress(WebSettings settings, GatewayHop gateway) {
        this.trustedProxies = settings.trustedProxies();
        this.gateway = gateway;
    }

    public String of(HttpServletRequest request) {
        return gateway.clientOf(request).orElseGet(() -> seen(request));
    }

    private String seen(HttpServletRequest request) {
        List<String> hops = Collections.list(request.getHeaders("X-Forwarded-For")).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        // Each trusted proxy appends the address it saw, so count from the end; what is before may be made up.
        return trustedProxies == 0 || hops.size() < trustedProxies
                ? request.getRemoteAddr()
                : hops.get(hops.size() - trustedProxies);
    }
}
