package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.vector.PassageIndex.SourceKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.lucene.store.LockObtainFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LucenePassageIndexTest extends PassageIndexContractTest {
    private static final SourceKey SOURCE = new SourceKey(new UUID(1, 9), new UUID(2, 9), 1);

    @TempDir
    Path folder;

    private final AtomicInteger torn = new AtomicInteger();

    @Override
    PassageIndex open() throws IOException {
        return LucenePassageIndex.open(folder, torn::incrementAndGet);
    }

    @Test
    void searchesGoOnDuringChanges() throws IOException {
        put(index, new SourceKey(SOURCE.botId(), new UUID(2, 8), 1), many(200, 50_000));
        searchingDuring(SOURCE.botId(), () -> {
            for (int i = 1; i <= 10; i++) {
                put(index, new SourceKey(SOURCE.botId(), SOURCE.sourceId(), i), many(300, i * 1000));
                index.erase();
            }
        });
        assertThat(index.contents()).hasSize(2);
    }

    @Test
    void anIndexThatWasClosedIsNotTorn() throws IOException {
        put(index, SOURCE, many(100, 0));
        index.close();
        index = open();
        assertThat(torn).hasValue(0);
    }

    @Test
    void anyFileThatIsCutOrAlteredIsNoticedAndTheIndexBegunAnew() throws IOException {
        put(index, SOURCE, many(100, 0));
        index.close();
        int times = 0;
        for (Path file : files()) {
            byte[] good = Files.readAllBytes(file);
            if (good.length < 40) {
                continue;
            }
            byte[] altered = good.clone();
            altered[good.length / 2] ^= 1;
            for (byte[] bad : List.of(altered, java.util.Arrays.copyOf(good, good.length / 2), new byte[0])) {
                Path copy = Files.createTempDirectory(folder.getParent(), "torn");
                for (Path each : files()) {
                    Files.copy(each, copy.resolve(each.getFileName()));
                }
                Files.write(copy.resolve(file.getFileName()), bad);
                times++;
                try (PassageIndex opened = LucenePassageIndex.open(copy, torn::incrementAndGet)) {
                    assertThat(torn).as(file + " of " + bad.length).hasValue(times);
                    assertThat(opened.contents()).isEmpty();
                    put(opened, SOURCE, many(10, 0));
                    assertThat(opened.contents()).containsEntry(SOURCE, 10);
                }
            }
        }
        assertThat(times).isGreaterThan(3);
        index = open();
    }

    @Test
    void anIndexInUseIsNotTakenForTorn() {
        assertThatThrownBy(this::open).isInstanceOf(LockObtainFailedException.class);
        assertThat(torn).hasValue(0);
    }

    @Test
    void erasedWordsAndVectorsAreInNoFile() throws IOException {
        float[] vector = axis(7);
        vector[7] = 0.123456f;
        vector[8] = 0.992350f;
        byte[] number = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.123456f)
                .array();
        byte[] word = "zyxwvutsrqponm".getBytes(StandardCharsets.UTF_8);
        put(index, new SourceKey(SOURCE.botId(), new UUID(2, 10), 1), many(500, 0));
        put(index, SOURCE, List.of(entry(9000, "the word zyxwvutsrqponm", vector)));
        assertThat(anyFileHas(word)).isTrue();
        assertThat(anyFileHas(number)).isTrue();
        index.deleteSource(SOURCE.sourceId());
        index.erase();
        assertThat(anyFileHas(word)).isFalse();
        assertThat(anyFileHas(number)).isFalse();
        assertThat(index.contents()).hasSize(1);
    }

    private boolean anyFileHas(byte[] wanted) throws IOException {
        for (Path file : files()) {
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            if (content.contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
                return true;
            }
        }
        return false;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
