package ai.chatforge.document.extract;

import java.io.IOException;

/** The worker's own output is gone; nothing about the file. */
final class WireException extends IOException {
    WireException(IOException cause) {
        super(cause);
    }
}
