package ai.chatforge.platform.security;

import java.util.UUID;

/** Who is calling. */
public sealed interface Caller {

    /** A signed-in user. {@code tenantId} is the user's own account. */
    record User(UUID userId, UUID tenantId, UUID sessionId, Role role) implements Caller {}

    /** Another process of this installation, for one of the services hosted here. */
    record Service(String audience) implements Caller {}

    /** Nobody we know. */
    record Anonymous() implements Caller {}

    Caller ANONYMOUS = new Anonymous();
}
