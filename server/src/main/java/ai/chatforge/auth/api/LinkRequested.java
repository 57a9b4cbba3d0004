package ai.chatforge.auth.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * Somebody, signed in or not, asked for an e-mail with a link. Whether there is an account with the address is looked up
 * by the consumer, after the answer: so neither the answer nor its time depends on it.
 */
@EventType("auth.link-requested")
public record LinkRequested(String email, Purpose purpose) implements Event {
    private static final UUID NOBODY = new UUID(0, 0);

    /** What the link is for. */
    public enum Purpose {
        VERIFICATION,
        PASSWORD_RESET
    }

    /** None: there may be no such account. */
    @Override
    public UUID tenant() {
        return NOBODY;
    }

    @Override
    public String key() {
        return email;
    }
}
