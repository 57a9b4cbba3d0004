package ai.chatforge.platform.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call a route. Every handler has one, on itself or on its class; a handler without is refused to everybody. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Access {
    Rule value();

    /** The rules. What a user may do with a single bot is decided by the service that owns it. */
    enum Rule {
        /** Anybody, signed in or not. */
        PUBLIC,
        /** A signed-in user. */
        USER,
        /** A signed-in user, or an API key of a bot: which bots and what of them, the service asks {@code BotAccess}. */
        BOT,
        /** An API key of a bot, and nobody else: what it may do with the bot, the service asks {@code BotAccess}. */
        KEY,
        /** A signed-in administrator of this installation. */
        ADMIN,
        /** Another process of this installation, by service token. */
        SERVICE,
        /** The machine itself, for probes and scrapers, or an administrator. */
        LOCAL
    }
}
