package ai.chatforge.email.api;

import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventType;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody is to get an e-mail. Published by the service that knows why, in the transaction that makes it true; one id
 * is sent once.
 *
 * @param id of the e-mail
 * @param to a single address
 * @param language BCP 47; null or one without a translation gives English
 * @param values what its kind takes; links among them are forgotten once it is sent
 */
@EventType("email.requested")
public record EmailRequested(
        UUID id, EmailKind kind, String to, @Nullable String language, Map<String, String> values) implements Event {
    private static final UUID NOBODY = new UUID(0, 0);

    public EmailRequested {
        values = Map.copyOf(values);
        if (!values.keySet().containsAll(kind.required())) {
            throw new IllegalArgumentException(kind + " needs the values " + kind.required());
        }
    }

    /** None: an addressee need not have an account. */
    @Override
    public UUID tenant() {
        return NOBODY;
    }

    @Override
    public String key() {
        return id.toString();
    }

    /** Without the values, because logs must not hold links that sign in. */
    @Override
    public String toString() {
        return "EmailRequested[" + id + " " + kind + "]";
    }
}
