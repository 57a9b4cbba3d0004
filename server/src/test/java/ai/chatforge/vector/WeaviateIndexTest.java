package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.testkit.store.ScriptedWeaviate;
import ai.chatforge.vector.JsonEndpoint.RefusedException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeaviateIndexTest extends RemoteIndexContractTest<ScriptedWeaviate> {
    WeaviateIndexTest() throws IOException {
        super(new ScriptedWeaviate(KEY));
    }

    @Override
    PassageStore store(String key) {
        return new WeaviateStore(endpoint(WeaviateStore.headers(key)), JSON, "chat-forge");
    }

    @Test
    void moreIsDeletedThanOneRequestDeletes() throws IOException {
        server.deletesAtOnce(7);
        put(index, SOURCE, many(30, 0));
        index.deleteSource(SOURCE.sourceId());
        index.commit();
        assertThat(server.everything()).isEmpty();
    }

    @Test
    void moreIsCountedThanOnePageHolds() throws IOException {
        put(index, SOURCE, many(2500, 0));
        index.close();
        index = open();
        assertThat(index.contents()).containsEntry(SOURCE, 2500);
    }

    @Test
    void aPassageThatIsRefusedIsAnError() throws IOException {
        put(index, SOURCE, many(1, 0));
        assertThatThrownBy(() -> index.replace(SOURCE, List.of(entry(2, "short", new float[] {1, 0}))))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.isOfContent()).isTrue())
                .hasMessageContaining("expected dim: 384, got 2");
    }

    @Test
    void aQuestionThatIsRefusedIsOfThatOne() throws IOException {
        put(index, SOURCE, many(1, 0));
        assertThatThrownBy(() -> search(SOURCE.botId(), "machine", new float[] {1, 0}, 5))
                .isInstanceOfSatisfying(IOException.class, e -> assertThat(JsonEndpoint.isOfOneRequest(e))
                        .isTrue());
    }

    @Test
    void aCollectionThatIsGoneIsNoFaultOfOneRequest() throws IOException {
        put(index, SOURCE, many(1, 0));
        server.lose();
        assertThatThrownBy(() -> search(SOURCE.botId(), "machine", axis(0), 5))
                .isInstanceOfSatisfying(IOException.class, e -> assertThat(JsonEndpoint.isOfOneRequest(e))
                        .isFalse());
        assertThatThrownBy(() -> index.replace(SOURCE, many(1, 0)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RefusedException.class);
        index = open();
    }
}
