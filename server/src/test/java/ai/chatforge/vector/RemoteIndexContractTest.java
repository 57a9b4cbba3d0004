package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.retry.Backoff;
import ai.chatforge.testkit.store.ScriptedStore;
import ai.chatforge.testkit.store.ScriptedStore.Fault;
import ai.chatforge.vector.PassageIndex.Entry;
import ai.chatforge.vector.PassageIndex.SourceKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** What an index in a vector database has to do beyond the contract, on a server that fails when it is told to. */
abstract class RemoteIndexContractTest<S extends ScriptedStore> extends PassageIndexContractTest {
    static final String KEY = "k-0123456789";
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final SourceKey SOURCE = new SourceKey(new UUID(1, 9), new UUID(2, 9), 1);
    private static final String MARKER = "zyxwvutsrqponm";

    final NamedModel model = new NamedModel("contract", MiniLm.DIMENSION);
    private final OutsideHttp http = new OutsideHttp();
    final S server;
    private Duration patience = Duration.ofSeconds(20);

    RemoteIndexContractTest(S server) {
        this.server = server;
    }

    abstract PassageStore store(String key);

    /** What the server has of a word. */
    String trace(String word) {
        return word;
    }

    JsonEndpoint endpoint(Map<String, String> headers) {
        Backoff backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(10));
        return new JsonEndpoint(http, JSON, server.url(), headers, patience, backoff);
    }

    @Override
    PassageIndex open() throws IOException {
        return store(KEY).open(model);
    }

    @Override
    int many() {
        return 400;
    }

    @Override
    @AfterEach
    void closeIndex() throws IOException {
        try {
            super.closeIndex();
        } finally {
            server.close();
            http.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TOO_MANY", "BUSY", "SILENT", "RESET", "LOST", "GARBAGE"})
    void whatPassesIsTriedAgain(Fault fault) throws IOException {
        if (fault == Fault.SILENT) {
            patience = Duration.ofSeconds(2);
            index.close();
            index = open();
        }
        server.script(fault);
        index.replace(SOURCE, many(30, 0));
        server.script(fault);
        index.commit();
        server.script(fault);
        assertThat(search(SOURCE.botId(), "machine", axis(0), 5)).hasSize(5);
        index.close();
        server.script(fault);
        index = open();
        assertThat(index.contents()).isEqualTo(Map.of(SOURCE, 30));
    }

    @Test
    void aCollectionWhoseMakingWasNotConfirmedIsTaken() throws IOException {
        store(KEY).clear(model);
        server.script(Fault.NONE, Fault.LOST);
        index = open();
        put(index, SOURCE, many(3, 0));
        assertThat(search(SOURCE.botId(), "machine", axis(0), 5)).hasSize(3);
    }

    @Test
    void onlyCollectionsOfModelsThatNobodyWantsAreDeleted() throws IOException {
        NamedModel other = new NamedModel("given up", 4);
        store(KEY).open(other).close();
        put(index, SOURCE, many(3, 0));
        server.forgetCalls();
        store(KEY).keepOnly(List.of(model));
        assertThat(server.calls().stream().filter(call -> call.method().equals("DELETE")))
                .singleElement()
                .satisfies(call -> assertThat(call.path()).endsWith(ModelHash.of(other)));
        assertThat(index.contents()).isEqualTo(Map.of(SOURCE, 3));
    }

    @Test
    void anOutageIsAnErrorThatTellsNeitherKeyNorText() throws IOException {
        put(index, SOURCE, many(3, 0));
        server.always(Fault.BUSY);
        assertThatThrownBy(() -> search(SOURCE.botId(), MARKER, axis(0), 5))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("answered 503")
                .satisfies(e -> assertThat(e + " " + e.getCause()).doesNotContain(KEY, MARKER));
        assertThatThrownBy(() -> index.replace(SOURCE, List.of(entry(1, MARKER, axis(0)))))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e + " " + e.getCause()).doesNotContain(KEY, MARKER));
        server.always(Fault.NONE);
        assertThat(search(SOURCE.botId(), "machine", axis(0), 5)).hasSize(3);
    }

    @Test
    void aWrongKeyIsSaidPlainly() {
        assertThatThrownBy(() -> store("wrong-secret").open(model))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused the key with status 401")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("wrong-secret"));
    }

    @Test
    void whatACrashLeftBesideTheOldIsNotTrusted() throws IOException {
        put(index, SOURCE, many(50, 0));
        SourceKey next = new SourceKey(SOURCE.botId(), SOURCE.sourceId(), 2);
        index.replace(next, List.of(entry(7000, MARKER, axis(1))));
        index = open();
        assertThat(index.contents()).isEmpty();
        assertThat(server.everything()).doesNotContain(trace(MARKER));
        put(index, next, many(20, 0));
        assertThat(search(SOURCE.botId(), "machine", axis(0), 40)).hasSize(20);
    }

    @Test
    void aCommitThatFailedLeavesOneOfBothOrNone() throws IOException {
        put(index, SOURCE, many(50, 0));
        SourceKey next = new SourceKey(SOURCE.botId(), SOURCE.sourceId(), 2);
        index.replace(next, many(20, 1000));
        server.always(Fault.BUSY);
        assertThatThrownBy(index::commit).isInstanceOf(IOException.class);
        server.always(Fault.NONE);
        index = open();
        assertThat(index.contents()).isIn(Map.of(), Map.of(SOURCE, 50), Map.of(next, 20));
        put(index, next, many(20, 1000));
        index.close();
        index = open();
        assertThat(index.contents()).isEqualTo(Map.of(next, 20));
    }

    @Test
    void whatWasNotDeletedIsHiddenAndDeletedWithTheNextChange() throws IOException {
        put(index, SOURCE, List.of(entry(9000, "the machine " + MARKER, axis(0))));
        index.replace(new SourceKey(SOURCE.botId(), SOURCE.sourceId(), 2), many(1, 0));
        server.always(Fault.BUSY);
        assertThatThrownBy(index::commit).isInstanceOf(IOException.class);
        server.always(Fault.NONE);
        put(index, new SourceKey(SOURCE.botId(), new UUID(2, 10), 1), many(1, 100));
        assertThat(search(SOURCE.botId(), "machine", axis(0), 5)).hasSize(2);
        assertThat(server.everything()).doesNotContain(trace(MARKER));
    }

    @Test
    void ofAHalfWrittenSourceNothingBecomesVisibleOrStays() throws IOException {
        SourceKey other = new SourceKey(SOURCE.botId(), new UUID(2, 10), 1);
        assertThatThrownBy(() -> index.replace(SOURCE, halfOf(entry(9000, "the machine " + MARKER, axis(0)))))
                .isInstanceOf(UncheckedIOException.class);
        put(index, other, many(1, 100));
        assertThat(index.contents()).isEqualTo(Map.of(other, 1));
        assertThat(search(SOURCE.botId(), "machine", axis(0), 5)).hasSize(1);
        assertThat(server.everything()).doesNotContain(trace(MARKER));
    }

    /** As many as fill some requests, and then no more, as when PostgreSQL fails. */
    private static Iterable<Entry> halfOf(Entry entry) {
        Iterator<Entry> many = Stream.generate(() -> entry).limit(2_000).iterator();
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Entry next() {
                if (!many.hasNext()) {
                    throw new UncheckedIOException(new IOException("the database does not answer"));
                }
                return many.next();
            }
        };
    }

    @Test
    void whatIsDeletedTheServerHasNoMore() throws IOException {
        put(index, SOURCE, List.of(entry(9000, "the word " + MARKER, axis(7))));
        assertThat(server.everything()).contains(trace(MARKER));
        index.replace(SOURCE, many(3, 0));
        index.commit();
        assertThat(server.everything()).doesNotContain(trace(MARKER));
        put(index, SOURCE, List.of(entry(9000, "the word " + MARKER, axis(7))));
        index.deleteBot(SOURCE.botId());
        index.commit();
        assertThat(server.everything()).doesNotContain(trace(MARKER));
    }

    @Test
    void theServerIsToldNoWordAsItStands() throws IOException {
        put(index, SOURCE, List.of(entry(9000, "These words were replaced.", axis(7))));
        search(SOURCE.botId(), "replaced words", axis(0), 5);
        assertThat(server.calls()).noneMatch(call -> call.body().toString().contains("replaced"));
    }

    @Test
    void searchesDuringChangesFindTheOldOrTheNew() throws IOException {
        put(index, SOURCE, many(40, 0));
        searchingDuring(SOURCE.botId(), () -> {
            for (int i = 2; i <= 8; i++) {
                put(index, new SourceKey(SOURCE.botId(), SOURCE.sourceId(), i), many(40, i * 1000));
            }
        });
        assertThat(index.contents()).hasSize(1);
    }

    @Test
    void longVectorsGoInRequestsThatTheServerTakes() throws IOException {
        NamedModel large = new NamedModel("large", 4096);
        store(KEY).clear(model);
        try (PassageIndex wide = store(KEY).open(large)) {
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                float[] vector = new float[4096];
                Arrays.fill(vector, -0.015625123f);
                entries.add(entry(i, "word ".repeat(700), vector));
            }
            put(wide, SOURCE, entries);
            assertThat(wide.contents()).isEqualTo(Map.of(SOURCE, 60));
        }
    }

    @Test
    void aClearedCollectionIsGoneAndBegunAnew() throws IOException {
        put(index, SOURCE, many(3, 0));
        index.close();
        store(KEY).clear(model);
        store(KEY).clear(model);
        assertThat(server.everything()).doesNotContain(SOURCE.sourceId().toString());
        index = open();
        assertThat(index.contents()).isEmpty();
    }
}
