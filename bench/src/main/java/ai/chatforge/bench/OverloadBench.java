package ai.chatforge.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * R9: ten times as many questions as usual; how many are answered, and how soon the others are told to come again. Usual is
 * half of what can be answered: load, server, database and provider share the cores here.
 */
final class OverloadBench implements Measurement {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 20));
    /** Before and after. */
    private static final Duration NORMAL = Duration.ofSeconds(20);

    private static final int TIMES = Integer.getInteger("bench.times", 10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 64;
    private static final int ACCOUNTS = 16;
    private static final String MODEL = "words-20";

    @Override
    public String title() {
        return TIMES + " times the usual load, for " + TIME.toSeconds() + " s";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        try (ScriptedModel model = ScriptedModel.start(shop);
                RunningChatForge server =
                        RunningChatForge.start(shop, shop.empty("overload"), model.settingsWithoutPlans(MODEL))) {
            HttpLoad chats = Owner.questionsOfMany(ACCOUNTS, server.port(), MODEL, false, "w20", 1);
            chats.warmUp(CONNECTIONS);
            HttpLoad.Result most = chats.closedLoop(CONNECTIONS, NORMAL);
            print("at most", most, most.perSecond());
            double usual = most.perSecond() / 2;
            HttpLoad.Result normal = chats.paced(usual, NORMAL, PATIENCE);
            print("normal", normal, normal.perSecond());
            server.forgetPeak();
            HttpLoad.Result flood = chats.paced(TIMES * usual, TIME, PATIENCE);
            // What is answered after the last question was asked belongs to it.
            double answered = flood.whole().count() / (flood.time().toNanos() / 1e9);
            print("overload", flood, answered);
            System.out.printf(
                    Locale.ROOT,
                    "  %.0f%% of the normal answers, %.0f%% of the most; %d refused, %s; %d neither answered nor refused"
                            + " %s; server %s at its peak%n",
                    100 * answered / usual,
                    100 * answered / most.perSecond(),
                    flood.refused().count(),
                    flood.refused(),
                    flood.errors() - flood.refused().count(),
                    flood.errors() > flood.refused().count() ? flood.complaint() : "",
                    ProcessFigures.megabytes(server.server().peak()));
            HttpLoad.Result after = chats.closedLoop(CONNECTIONS, NORMAL);
            print("afterwards", after, after.perSecond());
        }
    }

    private static void print(String name, HttpLoad.Result result, double perSecond) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "  %-10s %5.0f answers/s, %s; load %s, pace %.2f%n",
                name,
                perSecond,
                result.whole(),
                Workshop.load(),
                Workshop.pace());
    }
}
