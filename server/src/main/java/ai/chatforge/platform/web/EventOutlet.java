package ai.chatforge.platform.web;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the events of something that goes on are written to: a client that follows it, by whatever protocol. */
public interface EventOutlet {
    /** @param id absent for what is no numbered event of it */
    void add(@Nullable Long id, String event, byte[] json) throws IOException;

    void flush() throws IOException;

    /** Nothing has happened for a while. */
    void heartbeat() throws IOException;

    /** Whether it is known that nobody is there any more; what is not known shows by a write that fails. */
    default boolean isGone() {
        return false;
    }
}
