package ai.chatforge.bot.api;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be done with a bot: by which roles, and by API keys of which scope. */
public enum BotRight {
    /** To talk to it, whoever else may. */
    CHAT("chat", BotRole.OWNER, BotRole.EDITOR, BotRole.VIEWER),
    /** To see its settings, its sources and its team. */
    READ("read", BotRole.OWNER, BotRole.EDITOR, BotRole.VIEWER),
    /** To change its settings and sources, and to train it. */
    EDIT("write", BotRole.OWNER, BotRole.EDITOR),
    /** To delete it, and to say who may use it. No API key does that. */
    MANAGE(null, BotRole.OWNER);

    private final Optional<String> scope;
    private final Set<BotRole> roles;

    BotRight(@Nullable String scope, BotRole first, BotRole... more) {
        this.scope = Optional.ofNullable(scope);
        this.roles = EnumSet.of(first, more);
    }

    /** The scope of API keys that have it; none when keys cannot have it. */
    public Optional<String> scope() {
        return scope;
    }

    public boolean isOf(BotRole role) {
        return roles.contains(role);
    }
}
