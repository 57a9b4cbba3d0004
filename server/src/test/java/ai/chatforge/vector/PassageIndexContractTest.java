package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.chatforge.vector.Fusion.Hit;
import ai.chatforge.vector.PassageIndex.Candidate;
import ai.chatforge.vector.PassageIndex.Entry;
import ai.chatforge.vector.PassageIndex.SourceKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every passage index has to do. */
abstract class PassageIndexContractTest {
    private static final UUID BOT = new UUID(1, 1);
    private static final UUID OTHER_BOT = new UUID(1, 2);
    private static final SourceKey MANUAL = new SourceKey(BOT, new UUID(2, 1), 1);
    private static final SourceKey PRICES = new SourceKey(BOT, new UUID(2, 2), 1);
    private static final SourceKey FOREIGN = new SourceKey(OTHER_BOT, new UUID(2, 3), 1);

    PassageIndex index;

    /** The same one each time: what was stored before is there. */
    abstract PassageIndex open() throws IOException;

    /** How many passages are many; fewer for an engine that is slow at them. */
    int many() {
        return 3000;
    }

    @BeforeEach
    void openIndex() throws IOException {
        index = open();
    }

    @AfterEach
    void closeIndex() throws IOException {
        index.close();
    }

    List<Hit> search(UUID bot, String words, float[] embedding, int limit) throws IOException {
        Question question = new Question(words, embedding, 0.6);
        return Fusion.best(index.candidates(bot, question, Math.max(IndexKeeper.CANDIDATES, limit)), 0.6, limit);
    }

    interface Changes {
        void make() throws IOException;
    }

    /** Five passages are found by each search while these changes are made. */
    void searchingDuring(UUID bot, Changes changes) throws IOException {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> searching = CompletableFuture.supplyAsync(() -> {
            int searches = 0;
            while (!done.get()) {
                try {
                    assertThat(search(bot, "machine", axis(0), 5)).hasSize(5);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                searches++;
            }
            return searches;
        });
        changes.make();
        done.set(true);
        assertThat(searching.join()).isPositive();
    }

    static void put(PassageIndex index, SourceKey source, Iterable<Entry> entries) throws IOException {
        index.replace(source, entries);
        index.commit();
    }

    @Test
    void findsByWordsAndByMeaning() throws IOException {
        Entry words = entry(1, "The guarantee lasts 24 months.", axis(1));
        Entry meaning = entry(2, "Whoever bought it is covered for two years.", axis(0));
        Entry neither = entry(3, "Paint the fence every spring.", axis(2));
        put(index, MANUAL, List.of(neither, words, meaning));
        assertThat(ids(search(BOT, "How long is the guarantee?", axis(0), 2)))
                .containsExactlyInAnyOrder(words.id(), meaning.id());
    }

    @Test
    void knowsWhichBotsItHoldsNothingOf() throws IOException {
        assertThat(index.mayHold(BOT)).isFalse();
        put(index, MANUAL, List.of(entry(1, "The guarantee lasts 24 months.", axis(1))));
        assertThat(index.mayHold(BOT)).isTrue();
        assertThat(index.mayHold(OTHER_BOT)).isFalse();
    }

    @Test
    void whatBothWaysFindIsBest() throws IOException {
        Entry both = entry(1, "The guarantee lasts 24 months.", axis(0));
        Entry words = entry(2, "No guarantee, no guarantee at all.", axis(1));
        Entry meaning = entry(3, "Covered for two years.", mix(0, 1));
        put(index, MANUAL, List.of(words, meaning, both));
        List<Hit> hits = search(BOT, "guarantee", axis(0), 3);
        assertThat(ids(hits)).first().isEqualTo(both.id());
        assertThat(hits).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    }

    @Test
    void whatOneRankingFoundHasItsValueInTheOther() throws IOException {
        Entry near = entry(1, "Covered by the guarantee for two years, said the seller to whoever bought it.", axis(0));
        Entry worded = entry(2, "Guarantee: the guarantee.", mix(1, 0));
        put(index, MANUAL, List.of(near, worded));
        put(index, PRICES, many(40, 10));
        List<Candidate> candidates = index.candidates(BOT, new Question("guarantee", axis(0), 0.6), 1);
        assertThat(candidates).hasSize(2).allSatisfy(each -> assertThat(each.words())
                .isStrictlyBetween(0.0, 1.0));
        assertThat(candidates)
                .filteredOn(each -> each.id().equals(worded.id()))
                .singleElement()
                .satisfies(each -> assertThat(each.closeness()).isCloseTo(0.447, within(0.01)));
    }

    @Test
    void headingsAreFoundToo() throws IOException {
        Entry under = new Entry(new UUID(9, 1), "Maintenance > Lubrication", "Twice a year.", axis(5));
        put(index, MANUAL, many(40, 6));
        put(index, PRICES, List.of(under));
        assertThat(ids(search(BOT, "lubrication", axis(6), 5))).contains(under.id());
    }

    @Test
    void wordFormsCaseAndAccentsDoNotMatter() throws IOException {
        Entry entry = entry(1, "Die CAFÉS öffnen; pumps were REPLACED.", axis(0));
        put(index, MANUAL, many(40, 6));
        put(index, PRICES, List.of(entry));
        for (String query : List.of("cafe", "offnen", "replacing a pump")) {
            assertThat(ids(search(BOT, query, axis(6), 3))).as(query).contains(entry.id());
        }
    }

    @Test
    void anotherBotFindsNothingOfIt() throws IOException {
        put(index, MANUAL, List.of(entry(1, "secret guarantee", axis(0))));
        put(index, FOREIGN, List.of(entry(2, "open guarantee", axis(0))));
        assertThat(ids(search(OTHER_BOT, "secret guarantee", axis(0), 10))).containsExactly(new UUID(3, 2));
        assertThat(search(new UUID(1, 3), "secret guarantee", axis(0), 10)).isEmpty();
    }

    @Test
    void aSmallBotFindsItsOwnAmongMany() throws IOException {
        put(index, MANUAL, many(many(), 0));
        put(index, FOREIGN, List.of(entry(99_999, "The valve is red.", axis(3))));
        assertThat(ids(search(OTHER_BOT, "machine", axis(0), 5))).containsExactly(new UUID(3, 99_999));
    }

    @Test
    void nearVectorsAreFoundAmongMany() throws IOException {
        List<Entry> entries = many(many(), 0);
        put(index, MANUAL, entries);
        int found = 0;
        for (int i = 0; i < 100; i++) {
            Entry wanted = entries.get(i * (many() / 100));
            found += ids(search(BOT, "", wanted.embedding(), 5)).contains(wanted.id()) ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(98);
    }

    @Test
    void aNewRevisionReplacesTheOldOne() throws IOException {
        put(index, MANUAL, List.of(entry(1, "old price", axis(0)), entry(2, "old terms", axis(1))));
        SourceKey next = new SourceKey(BOT, MANUAL.sourceId(), 2);
        put(index, next, List.of(entry(3, "new price", axis(0))));
        assertThat(ids(search(BOT, "old price terms", axis(0), 10))).containsExactly(new UUID(3, 3));
        assertThat(index.contents()).isEqualTo(Map.of(next, 1));
    }

    @Test
    void repeatingAReplacementChangesNothing() throws IOException {
        for (int i = 0; i < 3; i++) {
            put(index, MANUAL, many(450, 0));
        }
        assertThat(index.contents()).isEqualTo(Map.of(MANUAL, 450));
    }

    @Test
    void deletedSourcesAndBotsAreGoneAtOnce() throws IOException {
        put(index, MANUAL, List.of(entry(1, "guarantee", axis(0))));
        put(index, PRICES, List.of(entry(2, "guarantee", axis(0))));
        put(index, FOREIGN, List.of(entry(3, "guarantee", axis(0))));
        index.deleteSource(MANUAL.sourceId());
        index.commit();
        assertThat(ids(search(BOT, "guarantee", axis(0), 10))).containsExactly(new UUID(3, 2));
        index.deleteBot(BOT);
        index.commit();
        assertThat(search(BOT, "guarantee", axis(0), 10)).isEmpty();
        assertThat(index.contents()).isEqualTo(Map.of(FOREIGN, 1));
        index.deleteSource(new UUID(2, 77));
        index.erase();
        assertThat(index.contents()).isEqualTo(Map.of(FOREIGN, 1));
    }

    @Test
    void everythingIsThereAfterItWasClosed() throws IOException {
        put(index, MANUAL, many(300, 0));
        index.deleteBot(OTHER_BOT);
        index.commit();
        Map<SourceKey, Integer> before = index.contents();
        index.close();
        index = open();
        assertThat(index.contents()).isEqualTo(before).isEqualTo(Map.of(MANUAL, 300));
        assertThat(search(BOT, "machine", axis(0), 3)).hasSize(3);
    }

    @Test
    void whatIsNotCommittedIsNeitherFoundNorKept() throws IOException {
        put(index, MANUAL, List.of(entry(1, "guarantee", axis(0))));
        index.replace(PRICES, List.of(entry(2, "guarantee", axis(0))));
        index.deleteSource(MANUAL.sourceId());
        assertThat(ids(search(BOT, "guarantee", axis(0), 10))).containsExactly(new UUID(3, 1));
        index.close();
        index = open();
        assertThat(ids(search(BOT, "guarantee", axis(0), 10))).containsExactly(new UUID(3, 1));
        assertThat(index.contents()).isEqualTo(Map.of(MANUAL, 1));
    }

    @Test
    void aReplacementThatFailedLeavesTheOldPassages() throws IOException {
        put(index, MANUAL, many(300, 0));
        Iterable<Entry> broken = () -> new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Entry next() {
                if (given == 500) {
                    throw new IllegalStateException("the database went away");
                }
                return entry(10_000 + given++, "half", axis(1));
            }
        };
        assertThatThrownBy(() -> index.replace(MANUAL, broken)).hasMessageContaining("went away");
        index.close();
        index = open();
        assertThat(index.contents()).isEqualTo(Map.of(MANUAL, 300));
        assertThat(ids(search(BOT, "half", axis(1), 400))).allMatch(id -> id.getLeastSignificantBits() < 10_000);
    }

    @Test
    void anyQuestionIsTaken() throws IOException {
        put(index, MANUAL, many(20, 0));
        StringBuilder letters = new StringBuilder();
        for (int c = 0x4E00; c < 0x9000; c++) {
            letters.appendCodePoint(c).append(' ');
        }
        for (String query :
                List.of("", "   ", "the of and", "\"unclosed AND (", "* ? ~ ^ : [ ] { }", letters.toString())) {
            assertThatCode(() -> search(BOT, query, axis(0), 5)).as(query).doesNotThrowAnyException();
        }
        assertThat(search(BOT, "\"machine\" AND (", axis(0), 5)).hasSize(5);
    }

    static Entry entry(int number, String body, float[] embedding) {
        return new Entry(new UUID(3, number), "", body, embedding);
    }

    /** Made up, from one number on, without the axes that tests search along. */
    static List<Entry> many(int count, int from) {
        Random random = new Random(from);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[MiniLm.DIMENSION];
            for (int j = 10; j < vector.length; j++) {
                vector[j] = (float) random.nextGaussian();
            }
            entries.add(entry(from + i, "The machine has part number " + (from + i) + ".", unit(vector)));
        }
        return entries;
    }

    static float[] axis(int number) {
        float[] vector = new float[MiniLm.DIMENSION];
        vector[number] = 1;
        return vector;
    }

    static float[] mix(int one, int other) {
        float[] vector = axis(one);
        vector[other] = 0.5f;
        return unit(vector);
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return Arrays.copyOf(vector, vector.length);
    }

    private static List<UUID> ids(List<Hit> hits) {
        return hits.stream().map(Hit::id).toList();
    }
}
