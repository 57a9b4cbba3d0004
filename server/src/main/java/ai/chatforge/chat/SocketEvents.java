package ai.chatforge.chat;

import ai.chatforge.platform.web.EventOutlet;
import ai.chatforge.platform.web.TextSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events of one answer, as messages of a socket. */
final class SocketEvents implements EventOutlet {
    private final TextSocket socket;
    private final String head;

    /** @param ref as JSON */
    SocketEvents(TextSocket socket, @Nullable String ref, UUID messageId) {
        this.socket = socket;
        this.head = "{" + (ref == null ? "" : "\"ref\":" + ref + ",") + "\"messageId\":\"" + messageId + "\",";
    }

    @Override
    public void add(@Nullable Long id, String event, byte[] json) throws IOException {
        String number = id == null ? "" : "\"id\":" + id + ",";
        String data = new String(json, StandardCharsets.UTF_8);
        socket.send(head + number + "\"event\":\"" + event + "\",\"data\":" + data + "}");
    }

    @Override
    public void flush() {}

    /** The pings of {@code OpenSockets} do that. */
    @Override
    public void heartbeat() {}

    @Override
    public boolean isGone() {
        return socket.isClosed();
    }
}
