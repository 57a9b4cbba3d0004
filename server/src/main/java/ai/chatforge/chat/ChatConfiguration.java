package ai.chatforge.chat;

import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

@OnService(ServiceName.CHAT)
class ChatConfiguration {

    @Bean
    ModelCatalogue modelCatalogue(ChatSettings settings, OutsideHttp http, JsonMapper json) {
        List<ModelProvider> outside = settings.providers().entrySet().stream()
                .<ModelProvider>map(entry -> new OpenAiCompatibleProvider(entry.getKey(), entry.getValue(), http, json))
                .toList();
        return new ModelCatalogue(outside, new ExtractiveProvider(), settings.defaultModel());
    }

    @Bean
    EventConsumer conversationsOfDeletedBots(ConversationRepository conversations) {
        return EventConsumer.named("chat.removal")
                .on(BotDeleted.class, (event, delivery) -> conversations.deleteOfBot(event.botId()));
    }
}
