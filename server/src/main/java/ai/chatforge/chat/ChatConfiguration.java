package ai.chatforge.chat;

import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.CHAT)
class ChatConfiguration {

    @Bean
    ModelCatalogue modelCatalogue(ChatSettings settings, OutsideProviders providers) {
        List<ModelProvider> outside = settings.providers().entrySet().stream()
                .map(entry -> providers.configured(entry.getKey(), entry.getValue()))
                .toList();
        return new ModelCatalogue(outside, new ExtractiveProvider(), settings.defaultModel());
    }

    @Bean
    EventConsumer conversationsOfDeletedBots(ConversationRepository conversations) {
        return EventConsumer.named("chat.removal")
                .on(BotDeleted.class, (event, delivery) -> conversations.deleteOfBot(event.botId()));
    }
}
