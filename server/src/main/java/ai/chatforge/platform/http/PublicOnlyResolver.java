package ai.chatforge.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names for connections, and refuses those with any address that is not public. The connection is made to the
 * very addresses that were checked here, so a name that changes its mind (DNS rebinding) gains nothing.
 */
final class PublicOnlyResolver implements DnsResolver {
    private final DnsResolver names;
    private final Predicate<InetAddress> isPublic;

    PublicOnlyResolver(DnsResolver names, Predicate<InetAddress> isPublic) {
        this.names = names;
        this.isPublic = isPublic;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        for (InetAddress address : addresses) {
            if (!isPublic.test(address)) {
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
