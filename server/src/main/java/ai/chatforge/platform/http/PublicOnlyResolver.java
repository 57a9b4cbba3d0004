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
    private final AllowedPrivate allowed;

    PublicOnlyResolver(DnsResolver names, Predicate<InetAddress> isPublic, AllowedPrivate allowed) {
        this.names = names;
        this.isPublic = isPublic;
        this.allowed = allowed;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        if (allowed.host(host)) {
            return addresses;
        }
        for (InetAddress address : addresses) {
            if (!isPublic.test(address) && !allowed.address(address)) {
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
