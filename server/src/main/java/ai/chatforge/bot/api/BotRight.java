package ai.chatforge.bot.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done with a bot: by which roles, and by API keys of which scope. The owner has every right. */
public enum BotRight {
    /** To talk to it, whoever else may. */
    CHAT("chat", true, true),
    /** To see its settings, its sources and its team. */
    READ("read", true, true),
    /** To change its settings and sources, and to train it. */
    EDIT("write", true, false),
    /** To delete it, and to say who may use it. No API key does that. */
    MANAGE(null, false, false);

    private final @Nullable String scope;
    private final boolean editors;
    private final boolean viewers;

    BotRight(@Nullable String scope, boolean editors, boolean viewers) {
        this.scope = scope;
        this.editors = editors;
        this.viewers = viewers;
    }

    /** The scope of API keys that have it; none when keys cannot have it. */
    public Optional<String> scope() {
        return Optional.ofNullable(scope);
    }

    public boolean isOf(BotRole role) {
        return switch (role) {
            case OWNER -> true;
            case EDITOR -> editors;
            case VIEWER -> viewers;
        };
    }
}
