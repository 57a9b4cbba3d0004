package ai.chatforge.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names for connections, and refuses those with any address that is not public. The connection is made to the
 * very addresses that were checked here, so a name that changes its mind (DNS rebinding) gains nothing.
 */
final class PublicOnlyResolver implements DnsResolver {
    private final DnsResolver names;

    PublicOnlyResolver(DnsResolver names) {
        this.names = names;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        for (InetAddress address : addresses) {
            if (!PublicAddresses.isPublic(address)) {
                throw new ForbiddenAddressException(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return host;
    }
}
