package ai.chatforge.platform.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Server-sent events (WHATWG HTML, section 9.2), written from the request's own virtual thread. A client that went away
 * shows by an {@link IOException} of the next write, so send heartbeats.
 */
public final class EventStream implements EventOutlet {
    private static final byte[] HEARTBEAT = ": hb\n\n".getBytes(StandardCharsets.UTF_8);

    private static final byte[] END = {'\n', '\n'};

    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    public static EventStream open(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Proxies such as nginx would otherwise gather the events.
        response.setHeader("X-Accel-Buffering", "no");
        return new EventStream(response.getOutputStream());
    }

    /** @param json one line */
    public void send(@Nullable Long id, String event, byte[] json) throws IOException {
        add(id, event, json);
        flush();
    }

    /**
     * Leaves it to {@link #flush} to send it, so that events which come together cost one packet.
     *
     * @param event empty for one without a name
     */
    @Override
    public void add(@Nullable Long id, String event, byte[] json) throws IOException {
        StringBuilder head = new StringBuilder(48);
        if (id != null) {
            head.append("id: ").append(id.longValue()).append('\n');
        }
        if (!event.isEmpty()) {
            head.append("event: ").append(event).append('\n');
        }
        head.append("data: ");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        out.write(json);
        out.write(END);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void heartbeat() throws IOException {
        out.write(HEARTBEAT);
        out.flush();
    }
}
