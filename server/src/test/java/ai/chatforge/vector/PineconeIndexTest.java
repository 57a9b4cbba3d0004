package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.testkit.store.ScriptedPinecone;
import ai.chatforge.vector.PassageIndex.SourceKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PineconeIndexTest extends RemoteIndexContractTest<ScriptedPinecone> {
    PineconeIndexTest() throws IOException {
        super(new ScriptedPinecone(KEY));
    }

    @Override
    PassageStore store(String key) {
        return new PineconeStore(
                endpoint(PineconeStore.headers(key)), VectorParts.settings().server(), Duration.ofMillis(5));
    }

    @Test
    void aCommitWaitsUntilSearchesSeeIt() throws IOException {
        server.lag(5);
        put(index, SOURCE, many(30, 0));
        assertThat(search(SOURCE.botId(), "machine", axis(0), 5)).hasSize(5);
        index.deleteSource(SOURCE.sourceId());
        index.commit();
        assertThat(search(SOURCE.botId(), "machine", axis(0), 5)).isEmpty();
    }

    @Test
    void deletedPassagesAreNotFoundThoughTheServerStillShowsThem() throws IOException {
        put(index, SOURCE, many(30, 0));
        put(index, new SourceKey(SOURCE.botId(), new UUID(2, 8), 1), many(2, 500));
        server.lag(1000);
        server.tellsNumbers(false);
        index.deleteSource(SOURCE.sourceId());
        index.commit();
        assertThat(search(SOURCE.botId(), "machine", axis(0), 5)).hasSize(2);
    }

    @Test
    void aServerThatNeverCatchesUpDelaysACommitAndNoMore() throws IOException {
        put(index, SOURCE, many(30, 0));
        server.lag(100_000);
        put(index, SOURCE, many(30, 0));
        assertThat(index.contents()).isEqualTo(Map.of(SOURCE, 30));
    }

    @Test
    void moreIsCountedThanOnePageHolds() throws IOException {
        put(index, SOURCE, many(2500, 0));
        index.close();
        index = open();
        assertThat(index.contents()).containsEntry(SOURCE, 2500);
    }

    @Test
    void anIndexOfAnotherKindIsLeftAlone() {
        assertThatThrownBy(() -> store(KEY).open(new NamedModel("contract", 8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chatforge.vector.server.name-prefix");
    }
}
