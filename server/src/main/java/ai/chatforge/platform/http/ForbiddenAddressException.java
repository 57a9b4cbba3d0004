package ai.chatforge.platform.http;

import java.net.UnknownHostException;

/** The host is, or resolves to, an address that is not public. */
public final class ForbiddenAddressException extends UnknownHostException {
    ForbiddenAddressException(String host) {
        super("'" + host + "' is not a public address");
    }
}
