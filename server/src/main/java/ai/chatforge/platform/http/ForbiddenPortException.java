package ai.chatforge.platform.http;

import java.io.IOException;

/** No web server is at such a port; other servers must not be spoken to. */
public final class ForbiddenPortException extends IOException {
    ForbiddenPortException(int port) {
        super("Only ports of web servers can be fetched from, not " + port);
    }
}
