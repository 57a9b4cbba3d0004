package ai.chatforge;

import ai.chatforge.auth.api.AccountSuspended;
import ai.chatforge.auth.api.LinkRequested;
import ai.chatforge.auth.api.ProfileChanged;
import ai.chatforge.auth.api.SignUpRequested;
import ai.chatforge.auth.api.UserRegistered;
import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.document.api.SourceChanged;
import ai.chatforge.document.api.SourceDeleted;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.event.EventCatalogue;
import ai.chatforge.platform.event.Subscription;
import ai.chatforge.user.api.LimitUsed;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who takes which events, in the whole installation: every process knows it, whatever it hosts. */
@Configuration(proxyBeanMethods = false)
class EventSubscriptions {
    private static final List<Subscription> ALL = List.of(
            Subscription.transactional("user.profile").to(UserRegistered.class),
            Subscription.ordered("user.limits").to(LimitUsed.class),
            Subscription.ordered("auth.account").to(ProfileChanged.class),
            Subscription.transactional("auth.links").to(LinkRequested.class).to(SignUpRequested.class),
            Subscription.ordered("bot.suspension").to(AccountSuspended.class),
            Subscription.ordered("bot.teammates").to(ProfileChanged.class),
            Subscription.transactional("document.removal").to(BotDeleted.class),
            Subscription.transactional("chat.removal").to(BotDeleted.class),
            Subscription.transactional("chat.evaluation-removal").to(BotDeleted.class),
            Subscription.transactional("chat.cache").to(SourceChanged.class).to(SourceDeleted.class),
            Subscription.leased("vector.removal").to(BotDeleted.class),
            Subscription.leased("document.unindex").to(SourceDeleted.class),
            Subscription.transactional("email.outbox").to(EmailRequested.class));

    @Bean
    EventCatalogue eventCatalogue() {
        return new EventCatalogue(ALL);
    }
}
