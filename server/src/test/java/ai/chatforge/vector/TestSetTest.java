package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.vector.TestSet.Document;
import ai.chatforge.vector.TestSet.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSetTest {
    @TempDir
    Path folder;

    @Test
    void readsCorpusQueriesAndQrels() throws IOException {
        write("corpus.jsonl", """
                {"_id": "d1", "title": "Pumps", "text": "A pump."}
                {"_id": "d2", "text": "A fence."}
                """);
        write("queries.jsonl", """
                {"_id": "q1", "text": "pump?"}
                {"_id": "q2", "text": "not judged"}
                """);
        Files.createDirectory(folder.resolve("qrels"));
        write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n");
        TestSet set = TestSet.read(folder);
        assertThat(set.documents())
                .containsExactly(new Document("d1", "Pumps", "A pump."), new Document("d2", "", "A fence."));
        assertThat(set.queries()).containsExactly(new Query("q1", "pump?", Map.of("d1", 2)));
    }

    @Test
    void readsSmartCollections() throws IOException {
        write("cran.all.1400", ".I 1\n.T\nwings\nin air\n.A\nsomebody\n.W\nlift .\n.I 2\n.W\ndrag .\n");
        write("cran.qry", ".I 001\n.W\nlift ?\n.I 004\n.W\ndrag ?\n");
        write("cranqrel", "1 1 2 \n2 2 -1\n2 1 3\n");
        TestSet set = TestSet.read(folder);
        assertThat(set.documents())
                .containsExactly(new Document("1", "wings\nin air", "lift ."), new Document("2", "", "drag ."));
        assertThat(set.queries())
                .containsExactly(new Query("1", "lift ?", Map.of("1", 1)), new Query("2", "drag ?", Map.of("1", 1)));
    }

    @Test
    void readsJudgementsOfOtherSmartCollections() throws IOException {
        write("MED.ALL", ".I 1\n.W\nlens\n");
        write("MED.QRY", ".I 1\n.W\nlens ?\n");
        write("MED.REL", "1 0 1 1\n");
        assertThat(TestSet.read(folder).queries()).containsExactly(new Query("1", "lens ?", Map.of("1", 1)));
        write("MED.REL", "     1      1\t0\t0.000000\n");
        assertThat(TestSet.read(folder).queries()).containsExactly(new Query("1", "lens ?", Map.of("1", 1)));
    }

    @Test
    void saysWhatAFolderLacks() {
        assertThatThrownBy(() -> TestSet.read(folder)).hasMessageContaining("corpus.jsonl");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
