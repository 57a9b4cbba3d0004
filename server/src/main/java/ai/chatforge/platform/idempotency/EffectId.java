package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.id.Ids;
import java.util.UUID;

/**
 * The id for the one thing that a request makes. Where a process died between making it and keeping the answer, the
 * request is done again under the same id: whoever inserts looks first whether it is there.
 */
public final class EffectId {
    static final ScopedValue<UUID> OF_REQUEST = ScopedValue.newInstance();

    private EffectId() {}

    /** A new one for requests without a key. */
    public static UUID orNext() {
        return OF_REQUEST.isBound() ? OF_REQUEST.get() : Ids.next();
    }
}
