package ai.chatforge;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.auth.api.Sessions;
import ai.chatforge.auth.api.Users;
import ai.chatforge.bot.api.Bots;
import ai.chatforge.document.api.FileTexts;
import ai.chatforge.document.api.Sources;
import ai.chatforge.user.api.Entitlements;
import ai.chatforge.vector.api.KnowledgeIndex;
import java.util.List;

/** Every interface by which one service calls another. Where the owner is not hosted, a client takes its place. */
final class InternalApis {
    static final List<Class<?>> ALL = List.of(
            Sessions.class,
            Users.class,
            Bots.class,
            Sources.class,
            FileTexts.class,
            KnowledgeIndex.class,
            Entitlements.class,
            Credits.class);

    private InternalApis() {}
}
