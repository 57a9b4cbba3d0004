package ai.chatforge.platform.web;

import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Addresses of pages for e-mails and providers. They never follow from a request's Host header: whoever asks for somebody else's reset
 * could have the link lead to a host of their own.
 */
public final class PublicLinks {
    private final String base;

    public PublicLinks(ServerSettings server, HostedServices services, int port) {
        String given = server.publicUrl();
        this.base = given == null || given.isBlank()
                ? "http://" + host(server.address()) + ":"
                        + (services.hosts(ServiceName.GATEWAY) ? port : ServiceName.GATEWAY.defaultPort())
                : given.strip().replaceFirst("/+$", "");
    }

    private static String host(String address) {
        try {
            boolean any = InetAddress.getByName(address).isAnyLocalAddress();
            return any ? "localhost" : address.contains(":") ? "[" + address + "]" : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    public String page(String path) {
        return base + path;
    }

    /** As a browser names the place that a page is from (RFC 6454): without a path, or a port that needs no saying. */
    public String origin() {
        URI address = URI.create(base);
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean standard = address.getPort() < 0 || address.getPort() == (scheme.equals("https") ? 443 : 80);
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return scheme + "://" + host + (standard ? "" : ":" + address.getPort());
    }

    /** @param token of letters that need no escaping */
    public String page(String path, String token) {
        return base + path + "?token=" + token;
    }

    /** Where a provider sends the browser back to: exactly what the operator registered there. */
    public String callback(String provider) {
        return base + "/api/auth/oauth/" + provider + "/callback";
    }
}
