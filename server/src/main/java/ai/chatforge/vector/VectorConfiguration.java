package ai.chatforge.vector;

import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.VECTOR)
class VectorConfiguration {

    @Bean
    EmbeddingModel embeddingModel(VectorSettings settings) {
        int cores = settings.embeddingCores() > 0
                ? settings.embeddingCores()
                : Runtime.getRuntime().availableProcessors();
        return new MiniLmEmbeddingModel(cores);
    }

    @Bean
    EventConsumer passagesOfDeletedThings(VectorService vectors) {
        return EventConsumer.named("vector.removal")
                .on(BotDeleted.class, (event, delivery) -> vectors.deleteBot(event.botId()));
    }

    @Bean
    HealthIndicator searchIndex(IndexKeeper index) {
        return () -> index.isReady()
                ? Health.up().build()
                : Health.outOfService().withDetail("reason", "being made").build();
    }
}
