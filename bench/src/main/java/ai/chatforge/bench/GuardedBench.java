package ai.chatforge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** S2: what learn-only sources cost a whole answer, against the same sources when they may be cited. */
final class GuardedBench implements Measurement {
    /** Twenty words about the same subject, so often. */
    private static final String MODEL =
            "says-the+guarantee+of+this+pump+lasts+for+thirty+six+months+from+the+day+on+which+you+got+it+by+post-"
                    + Integer.getInteger("bench.often", 1) + "-times";
    /** Many more than a prompt has passages, so that what is found differs from question to question. */
    private static final int SOURCES = Integer.getInteger("bench.sources", 64);

    private static final SequencedMap<String, Integer> CITABLE = new LinkedHashMap<>();

    static {
        CITABLE.put("all citable", SOURCES);
        CITABLE.put("half learn-only", SOURCES / 2);
        CITABLE.put("all learn-only", 0);
    }

    private static final int QUESTIONS = 50;
    private static final int SENTENCES = 10;
    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 6);
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final String[] WORDS =
            ("the guarantee of pump lasts months from day purchase device battery screen repair without cost"
                            + " when owner sends it with invoice to workshop and parts are replaced by new ones")
                    .split(" ");

    private final SequencedMap<String, Sum> sums = new LinkedHashMap<>();

    private static final class Sum {
        private double micros;
        private int streams;

        double each() {
            return micros / Math.max(1, streams);
        }
    }

    @Override
    public String title() {
        return "streams of a bot with learn-only sources against the same bot with citable ones";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        try (ScriptedModel model = ScriptedModel.start(shop);
                RunningChatForge server = RunningChatForge.start(shop, shop.empty("guarded"), model.settings(MODEL))) {
            Owner owner = Owner.signUp(server.port());
            List<String> sources = new ArrayList<>();
            Random random = new Random(Workshop.SEED);
            for (int i = 0; i < SOURCES; i++) {
                sources.add(owner.addText("Guarantee of model " + i, text(random, i))
                        .path("id")
                        .asString());
            }
            while (Shaking.atWork(owner.status()) > 0) {
                Thread.sleep(200);
            }
            List<String> questions = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++) {
                questions.add("How long is the guarantee of model %d: %s?".formatted(i, words(random, 4)));
            }
            HttpLoad streams = owner.questions(MODEL, true, "event: done", 1, questions);
            for (int citable : CITABLE.values()) {
                set(owner, sources, citable);
                streams.warmUp(CONNECTIONS);
            }
            // In turn, since the machine's speed changes from minute to minute.
            for (int round = 0; round < ROUNDS; round++) {
                for (Map.Entry<String, Integer> citable : CITABLE.entrySet()) {
                    set(owner, sources, citable.getValue());
                    measure(citable.getKey(), server, model, streams);
                }
            }
        }
        double citable = sums.firstEntry().getValue().each();
        sums.forEach((name, sum) -> System.out.printf(
                Locale.ROOT,
                "  %-16s %5.0f µs of server and PostgreSQL a stream: %+.1f%%%n",
                name,
                sum.each(),
                100 * (sum.each() / citable - 1)));
    }

    /** The first ones of the sources may be cited. */
    private static void set(Owner owner, List<String> sources, int citable) throws Exception {
        for (int i = 0; i < sources.size(); i++) {
            owner.setCitable(sources.get(i), i < citable);
        }
        // Settings are known to all for a moment.
        Thread.sleep(1_500);
    }

    private void measure(String name, RunningChatForge server, ScriptedModel model, HttpLoad streams) throws Exception {
        Spent before = Spent.by(server, model);
        HttpLoad.Result result = streams.closedLoop(CONNECTIONS, TIME);
        Spent after = Spent.by(server, model);
        Sum sum = sums.computeIfAbsent(name, any -> new Sum());
        sum.streams += result.whole().count();
        sum.micros += after.ours(before).toNanos() / 1e3;
        System.out.printf(
                Locale.ROOT,
                "  %-16s %5.0f streams/s, whole %s; CPU a stream: %s; errors %d %s, load %s, pace %.2f%n",
                name,
                result.perSecond(),
                result.whole(),
                after.since(before, result.whole().count()),
                result.errors(),
                result.complaint(),
                Workshop.load(),
                Workshop.pace());
    }

    private static String text(Random random, int number) {
        StringBuilder text = new StringBuilder();
        for (int s = 0; s < SENTENCES; s++) {
            text.append("How long the guarantee of model ").append(number).append(" lasts: ");
            text.append(words(random, 11)).append(". ");
        }
        return text.toString();
    }

    private static String words(Random random, int count) {
        return Stream.generate(() -> WORDS[random.nextInt(WORDS.length)])
                .limit(count)
                .collect(Collectors.joining(" "));
    }
}
