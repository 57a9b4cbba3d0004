package ai.chatforge.chat;

import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.CHAT)
class ChatConfiguration {

    @Bean
    KnownModels knownModels(KnownModelRepository rows) {
        return new KnownModels(rows::all);
    }

    @Bean
    ModelCatalogue modelCatalogue(ChatSettings settings, OutsideProviders providers, OwnModels own, Failover failover) {
        List<ModelProvider> outside = settings.providers().entrySet().stream()
                .map(entry -> providers.configured(entry.getKey(), entry.getValue()))
                .toList();
        return new ModelCatalogue(outside, new ExtractiveProvider(), settings, own, failover);
    }

    @Bean
    Admission admission(ChatSettings settings, ProblemWriter problems) {
        return new Admission(settings.limits().waitingQuestions(), problems);
    }

    @Bean
    EventConsumer conversationsOfDeletedBots(ConversationRepository conversations, OwnKeyRepository keys) {
        return EventConsumer.named("chat.removal").on(BotDeleted.class, (event, delivery) -> {
            conversations.deleteOfBot(event.botId());
            keys.deleteOfBot(event.botId());
        });
    }
}
