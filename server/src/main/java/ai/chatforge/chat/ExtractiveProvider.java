package ai.chatforge.chat;

import ai.chatforge.chat.ModelRequest.Format;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The built-in answerer: chooses the sentences of the passages that fit the question best, and says plainly when there
 * are none. Needs no key and no network.
 */
final class ExtractiveProvider implements ModelProvider {
    static final String NAME = "built-in";
    static final String MODEL = "extractive";

    private static final int MOST_SENTENCES = 4;
    private static final int MOST_WORDS = 90;
    /** Share of the question's weight that the best sentence, together with its headings, has to hold. */
    private static final double ENOUGH = 0.45;

    private static final double WORTH_ADDING = 0.34;
    private static final double SAME = 0.7;
    private static final int PASSAGE = 1_200;
    private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");
    private static final Pattern GREETING = Pattern.compile(
            "(?iu)[\\s¡]*(hi|hello|hey|good (morning|afternoon|evening)|hallo|guten (tag|morgen|abend)|hola|buenos días"
                    + "|buenas (tardes|noches)|bonjour|bonsoir|salut|ciao|buongiorno|buonasera|olá|bom dia|boa tarde"
                    + "|здравствуйте|привет|你好|您好|こんにちは)[\\s!.,！。]*");

    private record Candidate(int marker, int position, Sentences.Sentence sentence, double score) {}

    private record Excerpt(@Nullable String section, String text) {
        static Excerpt of(FoundPassage passage) {
            return new Excerpt(passage.section(), passage.text());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Model> models() {
        return List.of(new Model(MODEL, "Built-in (sentences of the sources)", 1_000_000, 1024));
    }

    @Override
    public void answer(ModelRequest request, Sink sink, Cancellation cancellation) {
        String text = shaped(answer(request), request.wishes().format());
        // In pieces, as a language model would send them.
        for (int from = 0; from < text.length() && !cancellation.isCancelled(); ) {
            int space = text.indexOf(' ', Math.min(text.length(), from + 12));
            int to = space < 0 ? text.length() : space + 1;
            sink.event(new ModelEvent.Delta(text.substring(from, to)));
            from = to;
        }
        sink.event(new ModelEvent.Usage(0, 0));
    }

    private static String shaped(String text, Format format) {
        if (format.kind() == Format.Kind.TEXT) {
            return text;
        }
        // Numbers in brackets are for readers of a text.
        String plain = Markers.without(text);
        StringBuilder json = new StringBuilder("{\"answer\":\"");
        JsonStringEncoder.getInstance().quoteAsString(plain, json);
        return json.append("\"}").toString();
    }

    private static String answer(ModelRequest request) {
        Wording wording = Wording.in(Tongue.of(request.material().language(), request.asked()));
        if (GREETING.matcher(request.asked()).matches()) {
            return wording.hello();
        }
        if (!request.material().hasKnowledge() && request.enclosed().isEmpty()) {
            return wording.noSources();
        }
        List<Excerpt> passages = Stream.concat(
                        request.material().passages().stream().map(Excerpt::of),
                        request.enclosed().texts().stream().flatMap(ExtractiveProvider::excerpts))
                .toList();
        List<Candidate> chosen = choose(request.material().question(), passages);
        if (chosen.isEmpty() && !request.asked().equals(request.material().question())) {
            // It may be about something new after all, of which no sentence has the words of before.
            chosen = choose(request.asked(), passages);
        }
        if (chosen.isEmpty()) {
            if (knowsPrivately(request)) {
                return wording.privateOnly();
            }
            return request.enclosed().isEmpty() ? wording.notFound() : wording.notInFiles();
        }
        StringBuilder text = new StringBuilder();
        for (Candidate candidate : chosen) {
            text.append(text.isEmpty() ? "" : " ").append(candidate.sentence().text());
            // What stands in a file that the user has is no source.
            if (candidate.marker() <= request.material().passages().size()) {
                text.append(" [").append(candidate.marker()).append(']');
            }
        }
        return text.toString();
    }

    /** Of a whole file, in pieces as large as passages are. */
    private static Stream<Excerpt> excerpts(String text) {
        List<Excerpt> excerpts = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (String paragraph : PARAGRAPHS.split(text, -1)) {
            if (!piece.isEmpty() && piece.length() + paragraph.length() > PASSAGE) {
                excerpts.add(new Excerpt(null, piece.toString()));
                piece.setLength(0);
            }
            piece.append(piece.isEmpty() ? "" : "\n\n").append(paragraph);
        }
        excerpts.add(new Excerpt(null, piece.toString()));
        return excerpts.stream();
    }

    /** Sentences of the background are never copied; it only tells whether there is an answer at all. */
    private static boolean knowsPrivately(ModelRequest request) {
        List<Excerpt> background = request.material().background().stream()
                .map(text -> new Excerpt(null, text))
                .toList();
        return !choose(request.material().question(), background).isEmpty();
    }

    private static List<Candidate> choose(String question, List<Excerpt> passages) {
        Set<String> wanted = Words.contentOf(question);
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Candidate> all = candidates(wanted, passages);
        List<Candidate> best = all.stream()
                .sorted(Comparator.comparingDouble(Candidate::score).reversed())
                .toList();
        List<Candidate> chosen = new ArrayList<>();
        int words = 0;
        for (Candidate candidate : best) {
            double needed = chosen.isEmpty()
                    ? ENOUGH
                    : Math.max(WORTH_ADDING, chosen.getFirst().score() * 0.6);
            boolean fits = words + candidate.sentence().count() <= MOST_WORDS || chosen.isEmpty();
            if (candidate.score() < needed || chosen.size() == MOST_SENTENCES) {
                break;
            }
            if (fits && chosen.stream().noneMatch(other -> alike(other, candidate))) {
                chosen.add(candidate);
                words += candidate.sentence().count();
            }
        }
        return readable(chosen);
    }

    /** The best sentence first, with what stands in the same passage in its order. */
    private static List<Candidate> readable(List<Candidate> chosen) {
        Map<Integer, Integer> order = new HashMap<>();
        chosen.forEach(candidate -> order.putIfAbsent(candidate.marker(), order.size()));
        return chosen.stream()
                .sorted(Comparator.<Candidate>comparingInt(c -> order.getOrDefault(c.marker(), 0))
                        .thenComparingInt(Candidate::position))
                .toList();
    }

    private static List<Candidate> candidates(Set<String> wanted, List<Excerpt> passages) {
        Map<String, Double> weights = weights(wanted, passages);
        double whole =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Candidate> candidates = new ArrayList<>();
        for (int rank = 0; rank < passages.size(); rank++) {
            Excerpt passage = passages.get(rank);
            Set<String> heading = Words.contentOf(passage.section() == null ? "" : passage.section());
            // Under a question that the owner wrote stands its answer, which need not repeat its words.
            boolean asked = passage.section() != null && passage.section().endsWith("?");
            double answers = asked ? 0.9 * share(heading, weights) / whole : 0;
            List<Sentences.Sentence> sentences =
                    asked ? Sentences.ofAnswer(passage.text()) : Sentences.of(passage.text());
            for (int at = 0; at < sentences.size(); at++) {
                Sentences.Sentence sentence = sentences.get(at);
                double own = share(sentence.words(), weights);
                Set<String> with = new HashSet<>(sentence.words());
                with.addAll(heading);
                // What only the heading names counts half, and only for sentences that fit by themselves.
                double headed = own == 0 ? 0 : (share(with, weights) - own) / 2;
                double score = own == 0 ? 0 : (own + headed) / whole + 0.06 / (rank + 1);
                candidates.add(new Candidate(rank + 1, at, sentence, Math.max(score, answers - 0.02 * at)));
            }
        }
        return candidates;
    }

    /** Words that stand in few of the passages tell more. */
    private static Map<String, Double> weights(Set<String> wanted, List<Excerpt> passages) {
        Map<String, Double> weights = new HashMap<>();
        List<Set<String>> held =
                passages.stream().map(p -> Words.contentOf(p.text())).toList();
        for (String word : wanted) {
            long holding = held.stream().filter(words -> words.contains(word)).count();
            weights.put(word, Math.log(1 + (passages.size() + 1.0) / (holding + 0.5)));
        }
        return weights;
    }

    private static double share(Set<String> words, Map<String, Double> weights) {
        return weights.entrySet().stream()
                .filter(entry -> words.contains(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static boolean alike(Candidate a, Candidate b) {
        Set<String> both = new HashSet<>(a.sentence().words());
        both.retainAll(b.sentence().words());
        int smaller = Math.min(a.sentence().words().size(), b.sentence().words().size());
        return smaller > 0 && both.size() >= SAME * smaller;
    }
}
