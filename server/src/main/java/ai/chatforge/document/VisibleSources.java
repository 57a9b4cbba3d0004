package ai.chatforge.document;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Caller;

/** Which sources a caller may see: learn-only ones exist only for those who may change them. */
record VisibleSources(BotProfile bot, Caller caller) {

    Source required(Source source) {
        if (!source.citable() && !isEditor()) {
            throw ApiException.notFound("source");
        }
        return source;
    }

    boolean isEditor() {
        return BotAccess.may(bot, caller, BotRight.EDIT);
    }
}
