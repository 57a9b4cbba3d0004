package ai.chatforge.platform.security;

import java.util.Set;
import java.util.UUID;

/** Who is calling. */
public sealed interface Caller {

    /** A signed-in user. {@code tenantId} is the user's own account. */
    record User(UUID userId, UUID tenantId, UUID sessionId, Role role) implements Caller {}

    /**
     * A program with an API key of a bot. {@code tenantId} is the account that owns the bot.
     *
     * @param hash by which its state is looked up again
     * @param scopes what it is for, as its owner chose
     */
    record Key(UUID keyId, UUID botId, UUID tenantId, Set<String> scopes, String hash) implements Caller {}

    /** Another process of this installation, for one of the services hosted here. */
    record Service(String audience) implements Caller {}

    /** Nobody we know. */
    record Anonymous() implements Caller {}

    Caller ANONYMOUS = new Anonymous();
}
