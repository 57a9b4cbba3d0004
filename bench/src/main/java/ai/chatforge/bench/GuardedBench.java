package ai.chatforge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** S2: what learn-only sources cost a whole answer, against the same sources when they may be cited. */
final class GuardedBench implements Measurement {
    private static final String MODEL = "words-20";
    private static final int SOURCES = 24;
    private static final int SENTENCES = 10;
    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 6);
    private static final Duration TIME = Duration.ofSeconds(10);

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
            HttpLoad streams = owner.questions(MODEL, true, "event: done", 1);
            for (boolean citable : new boolean[] {true, false}) {
                set(owner, sources, 0, citable);
                streams.warmUp(CONNECTIONS);
            }
            // In turn, since the machine's speed changes from minute to minute.
            for (int round = 0; round < ROUNDS; round++) {
                set(owner, sources, 0, true);
                measure("all citable", server, model, streams);
                set(owner, sources, SOURCES / 2, true);
                set(owner, sources.subList(0, SOURCES / 2), 0, false);
                measure("half learn-only", server, model, streams);
                set(owner, sources, 0, false);
                measure("all learn-only", server, model, streams);
            }
        }
    }

    private static void set(Owner owner, List<String> sources, int from, boolean citable) throws Exception {
        for (String source : sources.subList(from, sources.size())) {
            owner.setCitable(source, citable);
        }
        // Settings are known to all for a moment.
        Thread.sleep(1_500);
    }

    private static void measure(String name, RunningChatForge server, ScriptedModel model, HttpLoad streams)
            throws Exception {
        Spent before = Spent.by(server, model);
        HttpLoad.Result result = streams.closedLoop(CONNECTIONS, TIME);
        System.out.printf(
                Locale.ROOT,
                "  %-16s %5.0f streams/s, whole %s; CPU a stream: %s; errors %d %s, load %s, pace %.2f%n",
                name,
                result.perSecond(),
                result.whole(),
                Spent.by(server, model).since(before, result.whole().count()),
                result.errors(),
                result.complaint(),
                Workshop.load(),
                Workshop.pace());
    }

    private static String text(Random random, int number) {
        StringBuilder text = new StringBuilder();
        String[] words =
                ("the guarantee of pump lasts months from day purchase device battery screen repair without cost"
                                + " when owner sends it with invoice to workshop and parts are replaced by new ones")
                        .split(" ");
        for (int s = 0; s < SENTENCES; s++) {
            text.append("How long the guarantee of model ").append(number).append(" lasts:");
            for (int w = 0; w < 11; w++) {
                text.append(' ').append(words[random.nextInt(words.length)]);
            }
            text.append(". ");
        }
        return text.toString();
    }
}
