package ai.chatforge.vector;

import ai.chatforge.platform.config.Setting;
import ai.chatforge.platform.persistence.PostgresUrl;
import ai.chatforge.vector.api.KnowledgeIndex.Retrieval;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Passages and search. */
@ConfigurationProperties("chatforge.vector")
record VectorSettings(
        @Setting("Most characters of a passage.") @DefaultValue("" + VectorSettings.PASSAGE_SIZE) @Min(200) @Max(4000)
        int passageSize,

        @Setting("Characters that a passage shares with the one before.")
        @DefaultValue("" + VectorSettings.PASSAGE_OVERLAP)
        @Min(0)
        @Max(1000)
        int passageOverlap,

        @Setting("Cores that embedding of sources may use; 0 means all.") @DefaultValue("0") @Min(0)
        int embeddingCores,

        @Setting("How long words and vectors of deleted passages may stay in the files of the search index, where"
                + " nobody finds them any more.")
        @DefaultValue("5m")
        Duration eraseAfter,

        @Setting("Where passages are searched in: lucene (in the data folder), pgvector, qdrant, pinecone or weaviate."
                + " One vector process at a time may use it. PostgreSQL stays the truth, so after a change the new one"
                + " is made from there at the next start. Lucene and pgvector are tested on the real engine; qdrant,"
                + " pinecone and weaviate only against servers of our own that speak their documented protocols.")
        @DefaultValue("lucene")
        StoreKind store,

        @Setting(
                value = "PostgreSQL with the extension pgvector 0.8 or newer, as"
                        + " postgresql://user:password@host:port/database; for the store pgvector.",
                secret = true)
        @Nullable
        String pgvectorUrl,

        @Setting("The vector database of the stores qdrant, pinecone and weaviate.") @DefaultValue @Valid
        ServerSettings server,

        @Setting("Where vectors come from. Without an address from the built-in model all-MiniLM-L6-v2, in process."
                + " After a change passages are found by the vectors that they had until all have new ones.")
        @DefaultValue
        @Valid
        EmbeddingSettings embedding,

        @Setting("How passages are looked for, unless a bot has settings of its own.") @DefaultValue @Valid
        SearchSettings search,

        @Setting("What orders passages by reading them together with the question: a service, or a model.")
        @DefaultValue
        @Valid
        RerankerSettings reranker) {

    @AssertTrue(message = "has to look like postgresql://user:password@host:5432/database when the store is pgvector")
    boolean isPgvectorUrl() {
        try {
            return store != StoreKind.PGVECTOR
                    || PostgresUrl.parse(Objects.requireNonNullElse(pgvectorUrl, "")) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @AssertTrue(message = "needs its url for the stores qdrant and weaviate, and its api-key for pinecone")
    boolean isServer() {
        return switch (store) {
            case LUCENE, PGVECTOR -> true;
            case QDRANT, WEAVIATE -> server.url() != null && !server.url().isBlank();
            case PINECONE -> server.apiKey() != null && !server.apiKey().isBlank();
        };
    }

    @Override
    public String toString() {
        return "VectorSettings[" + store + ", " + embedding + "]";
    }

    /** Kinds of {@link PassageStore}. */
    enum StoreKind {
        LUCENE,
        PGVECTOR,
        QDRANT,
        PINECONE,
        WEAVIATE
    }

    static final int PASSAGE_SIZE = 1000;
    static final int PASSAGE_OVERLAP = 200;
    static final String MEANING = "0.6";

    /** A vector database that is spoken to over HTTP. */
    record ServerSettings(
            @Setting("Its address, such as http://localhost:6333 (Qdrant) or http://localhost:8080 (Weaviate). Empty"
                    + " for https://api.pinecone.io with the store pinecone.")
            @Nullable
            @Pattern(regexp = "(https?://.+)?", message = "must be an http or https address")
            String url,

            @Setting(value = "Its key; empty for none. Pinecone needs one.", secret = true) @Nullable
            String apiKey,

            @Setting("What the names of collections begin with: several ChatForges in one database need different"
                    + " ones.")
            @DefaultValue("chatforge")
            @Pattern(regexp = "[a-z][a-z0-9-]{0,19}", message = "must be up to 20 of a-z, 0-9 and -, a letter first")
            String namePrefix,

            @Setting("How long one answer may take.") @DefaultValue("20s")
            Duration patience,

            @Setting("Cloud in which Pinecone makes the index: aws, gcp or azure.") @DefaultValue("aws")
            String pineconeCloud,

            @Setting("Region of that cloud.") @DefaultValue("us-east-1")
            String pineconeRegion) {

        @Override
        public String toString() {
            return "ServerSettings[" + url + ", " + namePrefix + "]";
        }
    }

    /** An endpoint that speaks OpenAI's protocol. */
    record EmbeddingSettings(
            @Setting("Base address, such as https://api.openai.com/v1 or http://localhost:11434/v1. Empty for the"
                    + " built-in model.")
            @Nullable
            @Pattern(regexp = "https?://.+", message = "must be an http or https address")
            String url,

            @Setting(value = "Key that is sent as bearer token; empty for none.", secret = true) @Nullable
            String apiKey,

            @Setting("Model that is asked, such as text-embedding-3-small.") @DefaultValue("")
            String model,

            @Setting("How many numbers its vectors have, such as 1536.") @DefaultValue("0") @Min(0) @Max(4096)
            int dimension,

            @Setting("Whether the endpoint is told the dimension, for models that can shorten their vectors.")
            @DefaultValue("false")
            boolean shorten,

            @Setting("Passages in one request.") @DefaultValue("64") @Min(1) @Max(2048)
            int batch,

            @Setting("How long one answer may take.") @DefaultValue("30s")
            Duration patience) {

        @AssertTrue(message = "and dimension have to be given with the address")
        boolean isModel() {
            return url == null || url.isBlank() || (!model.isBlank() && dimension > 0);
        }

        @Override
        public String toString() {
            return "EmbeddingSettings[" + url + ", " + model + "]";
        }
    }

    /** What a {@link Retrieval} leaves open. */
    record SearchSettings(
            @Setting("How much closeness in meaning counts against common words: from 0 (words alone) to 1 (meaning"
                    + " alone).")
            @DefaultValue(VectorSettings.MEANING)
            @DecimalMin("0")
            @DecimalMax("1")
            double meaning,

            @Setting("How much a passage loses for being like a better one: from 0 (nothing) to 1 (likeness alone"
                    + " counts).")
            @DefaultValue("0")
            @DecimalMin("0")
            @DecimalMax("1")
            double diversity,

            @Setting("What a passage must reach to be used, from 0 to 1.")
            @DefaultValue("0")
            @DecimalMin("0")
            @DecimalMax("1")
            double minScore,

            @Setting("Whether the reranker, where one is configured, orders what was found.") @DefaultValue("true")
            boolean rerank,

            @Setting("Whether a passage that begins or ends within a sentence is joined with its neighbour.")
            @DefaultValue("true")
            boolean neighbours) {

        SearchSettings with(@Nullable Retrieval wish) {
            return wish == null
                    ? this
                    : new SearchSettings(
                            Objects.requireNonNullElse(wish.meaning(), meaning),
                            Objects.requireNonNullElse(wish.diversity(), diversity),
                            Objects.requireNonNullElse(wish.minScore(), minScore),
                            Objects.requireNonNullElse(wish.rerank(), rerank),
                            Objects.requireNonNullElse(wish.neighbours(), neighbours));
        }
    }

    /** An endpoint as Cohere and Jina have it, or a model in this process. */
    record RerankerSettings(
            @Setting("Its address, such as https://api.cohere.com/v2/rerank or https://api.jina.ai/v1/rerank. Empty for"
                    + " none.")
            @Nullable
            @Pattern(regexp = "https?://.+", message = "must be an http or https address")
            String url,

            @Setting(value = "Key that is sent as bearer token; empty for none.", secret = true) @Nullable
            String apiKey,

            @Setting("Model that is asked there, such as rerank-v3.5.") @DefaultValue("")
            String model,

            @Setting("Instead of an address: folder of a cross-encoder that runs in this process (model.onnx, with"
                    + " tokenizer.json or vocab.txt), or its file. Uncased models of the BERT family, such as"
                    + " ms-marco-MiniLM-L-6-v2. Empty for none.")
            @Nullable
            String localModel,

            @Setting("Cores that a model in this process may use; 0 means all.") @DefaultValue("0") @Min(0)
            int cores,

            @Setting("How long an answer waits for it; after that passages stay as they were found.")
            @DefaultValue("2s")
            Duration patience) {

        @AssertTrue(message = "has to be left out where url is given: one of the two orders passages")
        boolean isLocalModel() {
            return localModel == null || localModel.isBlank() || url == null || url.isBlank();
        }

        @Override
        public String toString() {
            return "RerankerSettings[" + url + ", " + localModel + "]";
        }
    }
}
