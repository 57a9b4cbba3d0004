package ai.chatforge.vector;

import ai.chatforge.vector.PassageServer.Found;
import ai.chatforge.vector.PassageServer.Ranking;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An index in a vector database. None of these has transactions, so which edition of a source counts stands in memory: a
 * new one is written beside the old one, {@link #commit} turns from one to the other at once, and then the old one is
 * deleted. A crash can leave both behind. Then neither is trusted, and the source is made again from PostgreSQL.
 */
final class RemotePassageIndex implements PassageIndex {
    /** The value of BM25 that counts as half of what words can give, as with Lucene. */
    private static final double HALF = 10;
    /** The most editions that one request names. */
    private static final int NAMED = 100;

    private static final int TRIES = 3;

    private final PassageServer server;
    private final Map<UUID, Held> pending = new LinkedHashMap<>();
    private final Set<UUID> gone = new HashSet<>();
    /** On the server, of no use and hidden: deleted with a commit, or where that fails with a later one. */
    private final Set<Edition> unwanted = new HashSet<>();

    private volatile View view;

    private RemotePassageIndex(PassageServer server, View view) {
        this.server = server;
        this.view = view;
    }

    private record Held(Edition edition, int passages) {}

    /**
     * What counts.
     *
     * @param hidden editions that are on the server but not live, so that they take no place among the best
     */
    private record View(long number, Map<UUID, Held> live, Set<UUID> bots, Set<Edition> hidden) {
        private static View of(long number, Map<UUID, Held> live, Set<Edition> hidden) {
            Set<UUID> bots = live.values().stream()
                    .map(held -> held.edition().source().botId())
                    .collect(Collectors.toUnmodifiableSet());
            return new View(number, Map.copyOf(live), bots, Set.copyOf(hidden));
        }

        private View hiding(Edition edition) {
            Set<Edition> more = new HashSet<>(hidden);
            more.add(edition);
            return new View(number, live, bots, Set.copyOf(more));
        }

        private boolean counts(Edition edition) {
            Held held = live.get(edition.source().sourceId());
            return held != null && held.edition().equals(edition);
        }
    }

    static RemotePassageIndex open(PassageServer server) throws IOException {
        Map<UUID, List<Held>> found = new HashMap<>();
        server.contents().forEach((edition, passages) -> found.computeIfAbsent(
                        edition.source().sourceId(), source -> new ArrayList<>())
                .add(new Held(edition, passages)));
        Map<UUID, Held> live = new HashMap<>();
        List<Edition> torn = new ArrayList<>();
        found.forEach((source, editions) -> {
            if (editions.size() == 1) {
                live.put(source, editions.getFirst());
            } else {
                editions.forEach(held -> torn.add(held.edition()));
            }
        });
        RemotePassageIndex index = new RemotePassageIndex(server, View.of(0, live, Set.copyOf(torn)));
        index.unwanted.addAll(torn);
        index.deleteUnwanted();
        return index;
    }

    @Override
    public void replace(SourceKey source, Iterable<Entry> entries) throws IOException {
        dropPending(source.sourceId());
        Edition edition = Edition.of(source);
        view = view.hiding(edition);
        // Until it is whole.
        unwanted.add(edition);
        int passages = 0;
        List<Entry> batch = new ArrayList<>(server.batch());
        for (Entry entry : entries) {
            batch.add(entry);
            passages++;
            if (batch.size() == server.batch()) {
                server.put(edition, batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            server.put(edition, batch);
        }
        unwanted.remove(edition);
        if (passages == 0) {
            gone.add(source.sourceId());
        } else {
            pending.put(source.sourceId(), new Held(edition, passages));
            gone.remove(source.sourceId());
        }
    }

    @Override
    public void deleteSource(UUID sourceId) {
        dropPending(sourceId);
        gone.add(sourceId);
    }

    @Override
    public void deleteBot(UUID botId) {
        Set<UUID> sources = new HashSet<>();
        for (Collection<Held> some : List.of(view.live().values(), pending.values())) {
            some.stream()
                    .map(held -> held.edition().source())
                    .filter(source -> source.botId().equals(botId))
                    .forEach(source -> sources.add(source.sourceId()));
        }
        sources.forEach(this::deleteSource);
    }

    private void dropPending(UUID source) {
        note(pending.remove(source));
    }

    private void note(@Nullable Held former) {
        if (former != null) {
            unwanted.add(former.edition());
        }
    }

    @Override
    public void commit() throws IOException {
        if (pending.isEmpty() && gone.isEmpty() && unwanted.isEmpty()) {
            return;
        }
        server.settle();
        Map<UUID, Held> live = new HashMap<>(view.live());
        gone.forEach(source -> note(live.remove(source)));
        pending.forEach((source, held) -> note(live.put(source, held)));
        view = View.of(view.number() + 1, live, unwanted);
        pending.clear();
        gone.clear();
        deleteUnwanted();
    }

    private void deleteUnwanted() throws IOException {
        List<Edition> all = List.copyOf(unwanted);
        for (int from = 0; from < all.size(); from += NAMED) {
            server.delete(all.subList(from, Math.min(all.size(), from + NAMED)));
        }
        unwanted.clear();
    }

    /** What is deleted no request gives out any more; when its files are written anew is the server's affair. */
    @Override
    public void erase() {}

    @Override
    public boolean mayHold(UUID botId) {
        return view.bots().contains(botId);
    }

    @Override
    public List<Candidate> candidates(UUID botId, Question question, int count) throws IOException {
        for (int tries = 1; ; tries++) {
            View seen = view;
            List<Candidate> found = candidates(seen, botId, question, count);
            // Else something may have been taken away under its hands.
            if (view.number() == seen.number() || tries == TRIES) {
                return found;
            }
        }
    }

    private List<Candidate> candidates(View seen, UUID bot, Question question, int count) throws IOException {
        if (!seen.bots().contains(bot)) {
            return List.of();
        }
        boolean near = question.asksForMeaning() && question.embedding().length > 0;
        List<String> words = question.asksForWords() ? Terms.distinct(question.words()) : List.of();
        Map<UUID, Found> meaning = new LinkedHashMap<>();
        Map<UUID, Found> matching = new LinkedHashMap<>();
        find(
                seen,
                bot,
                new Ranking.Near(question.embedding(), near ? count : 0, List.of()),
                new Ranking.Matching(words, words.isEmpty() ? 0 : count, List.of()),
                meaning,
                matching);
        List<Found> farther = without(matching, meaning);
        List<Found> wordless = without(meaning, matching);
        find(
                seen,
                bot,
                new Ranking.Near(question.embedding(), near ? farther.size() : 0, farther),
                new Ranking.Matching(words, words.isEmpty() ? 0 : wordless.size(), wordless),
                meaning,
                matching);
        Set<UUID> all = new HashSet<>(meaning.keySet());
        all.addAll(matching.keySet());
        return all.stream()
                .map(passage -> {
                    Found close = meaning.get(passage);
                    Found worded = matching.get(passage);
                    double value = worded == null ? 0 : worded.score();
                    return new Candidate(passage, close == null ? 0 : close.score(), value / (value + HALF));
                })
                .toList();
    }

    private static List<Found> without(Map<UUID, Found> some, Map<UUID, Found> others) {
        return some.values().stream()
                .filter(found -> !others.containsKey(found.passage()))
                .toList();
    }

    /** Both at the same time: most of it is waiting. */
    private void find(
            View seen, UUID bot, Ranking near, Ranking words, Map<UUID, Found> meaning, Map<UUID, Found> matching)
            throws IOException {
        FutureTask<List<Found>> beside = new FutureTask<>(() -> find(seen, bot, near));
        Thread.startVirtualThread(beside);
        find(seen, bot, words).forEach(found -> matching.put(found.passage(), found));
        try {
            beside.get().forEach(found -> meaning.put(found.passage(), found));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known
                    ? known
                    : new IOException("The vector database could not be searched", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private List<Found> find(View seen, UUID bot, Ranking ranking) throws IOException {
        if (ranking.count() == 0) {
            return List.of();
        }
        List<Edition> hidden = seen.hidden().stream()
                .filter(edition -> edition.source().botId().equals(bot))
                .limit(NAMED)
                .toList();
        return server.find(bot, hidden, ranking).stream()
                .filter(found -> seen.counts(found.edition()))
                .toList();
    }

    @Override
    public Map<SourceKey, Integer> contents() {
        return view.live().values().stream()
                .collect(Collectors.toMap(held -> held.edition().source(), Held::passages));
    }

    @Override
    public void close() throws IOException {
        pending.values().forEach(this::note);
        pending.clear();
        gone.clear();
        deleteUnwanted();
    }
}
