package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.testkit.store.ScriptedQdrant;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class QdrantIndexTest extends RemoteIndexContractTest<ScriptedQdrant> {
    QdrantIndexTest() throws IOException {
        super(new ScriptedQdrant(KEY));
    }

    @Override
    PassageStore store(String key) {
        return new QdrantStore(endpoint(QdrantStore.headers(key)), "chatforge");
    }

    /** Words are numbers there. */
    @Override
    String trace(String word) {
        return SparseWords.ofQuestion(Terms.words(word)).indices().getFirst() + "=";
    }

    @Test
    void aCollectionOfAnotherKindIsLeftAlone() {
        assertThatThrownBy(() -> store(KEY).open(new NamedModel("contract", 8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chatforge.vector.server.name-prefix");
    }

    @Test
    void aPassageCountsAsBm25CountsIt() {
        SparseWords once = SparseWords.ofPassage("", "guarantee");
        SparseWords often = SparseWords.ofPassage("", "guarantee guarantee guarantee");
        SparseWords among = SparseWords.ofPassage("", "guarantee " + "of the long pump ".repeat(60));
        SparseWords heading = SparseWords.ofPassage("guarantee", "");
        assertThat(List.of(value(often), value(once), value(heading)))
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(among.values()).hasSize(3);
        assertThat(among.values().get(among.indices().indexOf(once.indices().getFirst())))
                .isLessThan(value(once));
    }

    private static double value(SparseWords words) {
        return words.values().getFirst();
    }
}
