package ai.chatforge.bench;

import java.time.Duration;
import java.util.Locale;

/** P2: what a chat through ChatForge costs more than the provider asked directly, and than through a mere relay. */
final class ChatBench implements Measurement {
    private static final String MODEL = "words-20";
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int ACCOUNTS = 16;

    @Override
    public String title() {
        return "whole chats (JSON) against the provider asked directly and through Portkey";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        try (ScriptedModel model = ScriptedModel.start(shop);
                Portkey portkey = Portkey.start(shop, model, MODEL, "w20");
                RunningChatForge server = RunningChatForge.start(shop, shop.empty("chat"), model.settings(MODEL))) {
            HttpLoad direct = model.load(MODEL, ScriptedModel.CHUNK, 20);
            HttpLoad chats = Owner.questionsOfMany(ACCOUNTS, server.port(), MODEL, false, "w20", 1);
            HttpLoad peer = portkey.load();
            direct.closedLoop(64, TIME);
            peer.warmUp(64);
            chats.warmUp(64);
            for (int connections : new int[] {1, 16, 64, 256}) {
                HttpLoad.Result without = direct.closedLoop(connections, TIME);
                HttpLoad.Result other = peer.closedLoop(connections, TIME);
                Spent before = Spent.by(server, model);
                HttpLoad.Result with = chats.closedLoop(connections, TIME);
                String spent =
                        Spent.by(server, model).since(before, with.whole().count());
                System.out.printf(
                        Locale.ROOT,
                        "  %3d connections: %5.0f chats/s, added p50 %.1f p99 %.1f ms (%s); Portkey %5.0f/s, added p50 %.1f"
                                + " p99 %.1f ms; provider alone %5.0f/s, %s; CPU a chat: %s; errors %d %s, load %s, pace %.2f%n",
                        connections,
                        with.perSecond(),
                        added(with, without, 0.5),
                        added(with, without, 0.99),
                        with.whole(),
                        other.perSecond(),
                        added(other, without, 0.5),
                        added(other, without, 0.99),
                        without.perSecond(),
                        without.whole(),
                        spent,
                        with.errors() + without.errors() + other.errors(),
                        with.complaint() + without.complaint() + other.complaint(),
                        Workshop.load(),
                        Workshop.pace());
            }
            HttpLoad.Result one = Owner.signUp(server.port())
                    .questions(MODEL, false, "w20", 1)
                    .closedLoop(64, TIME);
            System.out.printf(
                    Locale.ROOT,
                    "   64 connections of one account: %5.0f chats/s (%s), load %s%n",
                    one.perSecond(),
                    one.whole(),
                    Workshop.load());
        }
    }

    private static double added(HttpLoad.Result through, HttpLoad.Result direct, double quantile) {
        return through.whole().millis(quantile) - direct.whole().millis(quantile);
    }
}
