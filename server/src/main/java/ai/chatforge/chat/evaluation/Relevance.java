package ai.chatforge.chat.evaluation;

import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.RankingMeasures;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which of the passages that were found are the expected ones.
 *
 * @param ranks of each expected place, from 1: of the first passage that fits it; null where none does
 * @param relevant whether each passage fits some place
 */
record Relevance(List<@Nullable Integer> ranks, List<Boolean> relevant, Measures measures) {

    static Relevance of(List<Question.Place> places, List<FoundPassage> passages, int k) {
        List<FoundPassage> best = passages.subList(0, Math.min(k, passages.size()));
        List<@Nullable Integer> ranks = new ArrayList<>(Collections.nCopies(places.size(), (Integer) null));
        List<Boolean> relevant = new ArrayList<>();
        List<String> ranking = new ArrayList<>();
        for (int at = 0; at < best.size(); at++) {
            boolean fits = false;
            int before = ranking.size();
            for (int place = 0; place < places.size(); place++) {
                if (fits(places.get(place), best.get(at))) {
                    fits = true;
                    if (ranks.get(place) == null) {
                        ranks.set(place, at + 1);
                        ranking.add("place " + place);
                    }
                }
            }
            relevant.add(fits);
            if (ranking.size() == before) {
                ranking.add("passage " + at);
            }
        }
        // A passage that is the first to hold several places stands there as often, and makes room for that.
        return new Relevance(
                ranks, relevant, measures(places.size(), ranks, ranking, k + ranking.size() - best.size()));
    }

    private static Measures measures(int places, List<@Nullable Integer> ranks, List<String> ranking, int depth) {
        Map<String, Integer> grades =
                IntStream.range(0, places).boxed().collect(Collectors.toMap(place -> "place " + place, place -> 1));
        int first = ranks.stream()
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .min()
                .orElse(0);
        return new Measures(
                RankingMeasures.recall(ranking, grades, depth),
                RankingMeasures.ndcg(ranking, grades, depth),
                RankingMeasures.reciprocalRank(ranking, grades, depth),
                first == 1 ? 1 : 0,
                null);
    }

    static boolean fits(Question.Place place, FoundPassage passage) {
        return place.sourceId().equals(passage.sourceId())
                && (place.page() == null || place.page().equals(passage.page()))
                && (place.segment() == null || place.segment() == passage.segment())
                && holds(passage.section(), place.section())
                && holds(passage.text(), place.phrase());
    }

    private static boolean holds(@Nullable String text, @Nullable String part) {
        return part == null || (text != null && folded(text).contains(folded(part)));
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}]+", " ")
                .strip();
    }
}
