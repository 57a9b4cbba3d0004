package ai.chatforge.chat.guard;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the guard costs, how long it holds text back, and how often it is wrong. Argument: the repository, whose own texts
 * are the example: half of the paragraphs of its documents are private, the others and all else are answers, citable or
 * not.
 */
final class GuardBench {
    private static final int PASSAGES = 8;
    private static final int SAMPLES = 400;
    private static final double TOKENS_A_SECOND = 30;
    private static final int LETTERS_A_TOKEN = 4;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** As long as passages are. */
    private static final Pattern PASSAGE = Pattern.compile("(?s).{1,1000}(?=\\s|$)");

    private final Random random = new Random(42);

    private GuardBench() {}

    static void main(String[] args) throws IOException {
        Path root = Path.of(args.length > 0 ? args[0] : "..");
        List<String> documents = paragraphs(root, "docs/architecture.md", "docs/configuration.md");
        List<String> others = paragraphs(root, "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "bench/RESULTS.md");
        GuardBench bench = new GuardBench();
        System.out.printf(
                "seed 42, %d cores, Java %s; %d paragraphs of documents, %d others%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), documents.size(), others.size());
        bench.wrong(documents, others);
        bench.reworded(documents);
        for (int round = 0; round < 3; round++) {
            bench.cost(documents, others);
        }
        bench.held(documents, others);
    }

    private static List<String> paragraphs(Path root, String... files) throws IOException {
        List<String> all = new ArrayList<>();
        for (String file : files) {
            Arrays.stream(Pattern.compile("\\n\\s*\\n").split(Files.readString(root.resolve(file))))
                    .map(String::strip)
                    .flatMap(paragraph -> PASSAGE.matcher(paragraph).results().map(MatchResult::group))
                    .filter(paragraph -> paragraph.length() > 80)
                    .forEach(all::add);
        }
        return all;
    }

    private record Scene(List<String> secret, List<String> citable) {}

    private Scene scene(List<String> documents) {
        List<String> some = new ArrayList<>(documents);
        java.util.Collections.shuffle(some, random);
        return new Scene(some.subList(0, PASSAGES), some.subList(PASSAGES, some.size()));
    }

    private void wrong(List<String> documents, List<String> others) {
        int answers = 0;
        int words = 0;
        int touched = 0;
        int replaced = 0;
        int quotes = 0;
        int quotesTouched = 0;
        for (int i = 0; i < SAMPLES; i++) {
            Scene scene = scene(documents);
            List<String> legitimate = new ArrayList<>(scene.citable());
            legitimate.addAll(others);
            String answer = legitimate.get(random.nextInt(legitimate.size()));
            // Of the same documents, in words of their own: nothing of it is cited.
            int hits = hits(PrivateText.of(scene.secret(), List.of(), List.of()), answer);
            answers++;
            words += answer.split("\\s+").length;
            touched += hits > 0 ? 1 : 0;
            replaced += hits;
            // What stands in a citable passage, too, word for word.
            String both = scene.secret().get(random.nextInt(PASSAGES));
            quotes++;
            quotesTouched += hits(PrivateText.of(scene.secret(), List.of(), List.of(both)), both) > 0 ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "answers about the same subject: %d of %d touched (%d replacements in %d words); quotes of what is"
                        + " also citable: %d of %d touched%n",
                touched,
                answers,
                replaced,
                words,
                quotesTouched,
                quotes);
    }

    /** A private paragraph of which each nth word is another one: what the guard cannot know by its letters. */
    private void reworded(List<String> documents) {
        System.out.print("private paragraphs that get through where one word in n is another one:");
        for (int n : new int[] {2, 3, 4, 6, 8, 9, 10, 12}) {
            int through = 0;
            for (int i = 0; i < SAMPLES; i++) {
                Scene scene = scene(documents);
                String[] words = scene.secret().getFirst().split("\\s+");
                for (int w = n - 1; w < words.length; w += n) {
                    words[w] = "something";
                }
                through += hits(PrivateText.of(scene.secret(), List.of(), List.of()), String.join(" ", words)) == 0
                        ? 1
                        : 0;
            }
            System.out.printf(Locale.ROOT, " n=%d %.1f%%", n, 100.0 * through / SAMPLES);
        }
        System.out.println();
    }

    private static int hits(PrivateText text, String answer) {
        PrivacyGuard guard = new PrivacyGuard(text, List.of(), () -> "[private]");
        guard.whole(answer);
        return guard.hits();
    }

    private void cost(List<String> documents, List<String> others) {
        KnownTexts known = new KnownTexts(1L << 30);
        documents.forEach(known::passage);
        long anew = 0;
        long made = 0;
        long read = 0;
        long characters = 0;
        for (int i = 0; i < SAMPLES; i++) {
            Scene scene = scene(documents);
            String answer = others.get(random.nextInt(others.size()));
            long start = THREADS.getCurrentThreadCpuTime();
            guard(scene, new KnownTexts(1L << 30));
            long again = THREADS.getCurrentThreadCpuTime();
            PrivacyGuard guard = guard(scene, known);
            long begun = THREADS.getCurrentThreadCpuTime();
            for (String piece : Pieces.WORDS.of(answer, random)) {
                guard.take(piece);
            }
            guard.end();
            anew += again - start;
            made += begun - again;
            read += THREADS.getCurrentThreadCpuTime() - begun;
            characters += answer.length();
        }
        System.out.printf(
                Locale.ROOT,
                "making it from %d private and %d citable passages: %.0f µs from new ones, %.0f µs from known ones;"
                        + " reading: %.0f ns a character, %.1f µs for an answer of 100 characters%n",
                PASSAGES,
                PASSAGES,
                anew / 1e3 / SAMPLES,
                made / 1e3 / SAMPLES,
                (double) read / characters,
                read * 100.0 / characters / 1e3);
    }

    private static PrivacyGuard guard(Scene scene, KnownTexts known) {
        PrivateText text = PrivateText.of(
                scene.secret(),
                List.of("Some title of a source"),
                new Permitted(scene.citable().subList(0, PASSAGES), List.of(), known),
                known);
        return new PrivacyGuard(text, List.of(), () -> "[private]");
    }

    /** In characters behind the model, at each piece of an answer that is not touched. */
    private void held(List<String> documents, List<String> others) {
        List<Integer> behind = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Scene scene = scene(documents);
            PrivacyGuard guard = new PrivacyGuard(
                    PrivateText.of(scene.secret(), List.of(), List.of()), List.of(), () -> "[private]");
            String answer = others.get(random.nextInt(others.size()));
            int given = 0;
            int taken = 0;
            for (String piece : Pieces.AT_RANDOM.of(answer, new Random(i))) {
                taken += piece.length();
                given += guard.take(piece).length();
                behind.add(taken - given);
            }
        }
        behind.sort(null);
        System.out.printf(
                Locale.ROOT,
                "held back, at %.0f tokens of %d characters a second: mean %.0f ms, p50 %.0f ms, p95 %.0f ms, p99 %.0f"
                        + " ms, most %.0f ms%n",
                TOKENS_A_SECOND,
                LETTERS_A_TOKEN,
                millis(behind.stream().mapToInt(i -> i).average().orElse(0)),
                millis(at(behind, 0.5)),
                millis(at(behind, 0.95)),
                millis(at(behind, 0.99)),
                millis(at(behind, 1)));
    }

    private static int at(List<Integer> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
    }

    private static double millis(double characters) {
        return characters / LETTERS_A_TOKEN / TOKENS_A_SECOND * 1000;
    }
}
