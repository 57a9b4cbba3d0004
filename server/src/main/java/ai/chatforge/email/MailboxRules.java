package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Way;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * When there is a local mailbox. Its links let anybody in who reads them, before signing in: so only where all there is
 * runs on one machine, and the reader sits at it.
 */
final class MailboxRules {
    private final boolean open;

    MailboxRules(EmailSettings email, ServerSettings server, boolean embeddedDatabase) {
        boolean instead = email.way() == null || email.way() == Way.MAILBOX;
        this.open = instead && embeddedDatabase && isLoopback(server.address()) && isHere(server.publicUrl());
    }

    boolean isOpen() {
        return open;
    }

    /** @throws ApiException as if the route did not exist */
    void check(HttpServletRequest request) {
        if (!open || !fromHere(request)) {
            throw ApiException.notFound("page");
        }
    }

    /** Not through a proxy, and not from a foreign site whose name was made to mean this machine (DNS rebinding). */
    private static boolean fromHere(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && isHereByName(request.getServerName())
                && request.getHeader("X-Forwarded-For") == null
                && request.getHeader("X-Forwarded-Host") == null
                && request.getHeader("Forwarded") == null;
    }

    private static boolean isHere(@Nullable String publicUrl) {
        if (publicUrl == null || publicUrl.isBlank()) {
            return true;
        }
        try {
            String host = URI.create(publicUrl).getHost();
            return host != null && isHereByName(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isHereByName(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
