package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.testkit.store.ScriptedWeaviate;
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
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected dim: 384, got 2");
    }
}
