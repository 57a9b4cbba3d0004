package ai.chatforge.auth;

import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Addresses of pages for e-mails. They never follow from a request's Host header: whoever asks for somebody else's reset
 * could have the link lead to a host of their own.
 */
@Component
class PublicLinks {
    private final String base;

    PublicLinks(ServerSettings server, HostedServices services, @Value("${server.port}") int port) {
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

    String home() {
        return base + "/";
    }

    /** @param token of letters that need no escaping */
    String page(String path, String token) {
        return base + path + "?token=" + token;
    }
}
