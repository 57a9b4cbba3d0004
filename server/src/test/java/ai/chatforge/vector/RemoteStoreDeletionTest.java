package ai.chatforge.vector;

import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.retry.Backoff;
import ai.chatforge.testkit.store.ScriptedPinecone;
import ai.chatforge.testkit.store.ScriptedQdrant;
import ai.chatforge.testkit.store.ScriptedStore;
import ai.chatforge.testkit.store.ScriptedWeaviate;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import tools.jackson.databind.json.JsonMapper;

/** On the servers of the test kit. */
class RemoteStoreDeletionTest {
    private static final String KEY = "k-0123456789";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Nested
    class OnQdrant extends OnServer {
        OnQdrant() throws IOException {
            super(new ScriptedQdrant(KEY));
        }

        @Override
        PassageStore store() {
            return new QdrantStore(endpoint(QdrantStore.headers(KEY)), "chatforge");
        }

        @Override
        boolean has(String word) {
            return super.has(SparseWords.ofQuestion(Terms.words(word)).indices().getFirst() + "=");
        }
    }

    @Nested
    class OnPinecone extends OnServer {
        OnPinecone() throws IOException {
            super(new ScriptedPinecone(KEY));
        }

        @Override
        PassageStore store() {
            return new PineconeStore(
                    endpoint(PineconeStore.headers(KEY)), VectorParts.settings().server(), Duration.ofMillis(5));
        }
    }

    @Nested
    class OnWeaviate extends OnServer {
        OnWeaviate() throws IOException {
            super(new ScriptedWeaviate(KEY));
        }

        @Override
        PassageStore store() {
            return new WeaviateStore(endpoint(WeaviateStore.headers(KEY)), JSON, "chatforge");
        }
    }

    abstract static class OnServer extends StoreDeletionContractTest {
        private final OutsideHttp http = new OutsideHttp();
        private final ScriptedStore server;

        OnServer(ScriptedStore server) {
            this.server = server;
        }

        JsonEndpoint endpoint(Map<String, String> headers) {
            Backoff backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(10));
            return new JsonEndpoint(http, JSON, server.url(), headers, Duration.ofSeconds(20), backoff);
        }

        @Override
        boolean has(String word) {
            return server.everything().contains(word);
        }

        @Override
        void closeStore() throws IOException {
            server.close();
            http.close();
        }
    }
}
