package ai.chatforge.vector;

import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.persistence.PostgresUrl;
import ai.chatforge.platform.retry.Backoff;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.vector.VectorSettings.EmbeddingSettings;
import ai.chatforge.vector.VectorSettings.RerankerSettings;
import ai.chatforge.vector.VectorSettings.ServerSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

@OnService(ServiceName.VECTOR)
class VectorConfiguration {
    /** To a store in PostgreSQL: for searches, and one for changes. */
    private static final int CONNECTIONS = 8;

    private static final Backoff BETWEEN_TRIES = new Backoff(Duration.ofMillis(300), Duration.ofSeconds(10));

    @Bean
    MiniLmEmbeddingModel builtInModel(VectorSettings settings) {
        int cores = settings.embeddingCores() > 0
                ? settings.embeddingCores()
                : Runtime.getRuntime().availableProcessors();
        return new MiniLmEmbeddingModel(cores);
    }

    @Bean
    EmbeddingModels embeddingModels(
            MiniLmEmbeddingModel builtIn, VectorSettings settings, OutsideHttp http, JsonMapper json) {
        EmbeddingSettings chosen = settings.embedding();
        return new EmbeddingModels(
                builtIn,
                chosen.url() == null || chosen.url().isBlank()
                        ? null
                        : new ModelEndpoint(
                                http, json, chosen.url(), chosen.apiKey(), chosen.patience(), BETWEEN_TRIES),
                chosen);
    }

    @Bean
    @Nullable
    Reranker reranker(VectorSettings settings, OutsideHttp http, JsonMapper json) {
        RerankerSettings chosen = settings.reranker();
        String local = chosen.localModel();
        if (local != null && !local.isBlank()) {
            return RerankerFiles.load(local, chosen);
        }
        return chosen.url() == null || chosen.url().isBlank()
                ? null
                : new HttpReranker(
                        new ModelEndpoint(http, json, chosen.url(), chosen.apiKey(), chosen.patience(), BETWEEN_TRIES),
                        chosen);
    }

    @Bean
    PassageStore passageStore(
            VectorSettings settings,
            DataFolder folder,
            MiniLmEmbeddingModel builtIn,
            OutsideHttp http,
            JsonMapper json) {
        ServerSettings server = settings.server();
        String key = Objects.requireNonNullElse(server.apiKey(), "");
        return switch (settings.store()) {
            case LUCENE -> new LuceneStore(folder.path("index"), builtIn);
            case PGVECTOR ->
                new PgVectorStore(PostgresUrl.parse(Objects.requireNonNull(settings.pgvectorUrl())), CONNECTIONS);
            case QDRANT -> new QdrantStore(endpoint(server, QdrantStore.headers(key), http, json), server.namePrefix());
            case PINECONE ->
                new PineconeStore(
                        endpoint(server, PineconeStore.headers(key), http, json), server, PineconeStore.BETWEEN_LOOKS);
            case WEAVIATE ->
                new WeaviateStore(endpoint(server, WeaviateStore.headers(key), http, json), json, server.namePrefix());
        };
    }

    private static JsonEndpoint endpoint(
            ServerSettings server, Map<String, String> headers, OutsideHttp http, JsonMapper json) {
        String url = server.url() == null || server.url().isBlank() ? PineconeStore.ADDRESS : server.url();
        return new JsonEndpoint(http, json, url, headers, server.patience(), BETWEEN_TRIES);
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
