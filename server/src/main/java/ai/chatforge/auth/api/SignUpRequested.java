package ai.chatforge.auth.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.UUID;

/**
 * Somebody signed up and was told to look into the mail. Whether there is an account with the address is looked up by
 * the consumer, after the answer: so neither the answer nor its time depends on it.
 */
@EventType("auth.sign-up-requested")
public record SignUpRequested(UUID signUp) implements Event {
    private static final UUID NOBODY = new UUID(0, 0);

    /** None: there is no account yet. */
    @Override
    public UUID tenant() {
        return NOBODY;
    }

    @Override
    public String key() {
        return signUp.toString();
    }
}
