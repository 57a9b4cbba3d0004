package ai.chatforge.bench;

import java.time.Duration;
import java.util.Locale;

/** P2: what a chat through ChatForge costs more than the provider asked directly. */
final class ChatBench implements Measurement {
    private static final String MODEL = "words-20";
    private static final Duration TIME = Duration.ofSeconds(10);

    @Override
    public String title() {
        return "whole chats (JSON) against the provider asked directly";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        try (ScriptedModel model = ScriptedModel.start(shop);
                RunningChatForge server = RunningChatForge.start(shop, shop.empty("chat"), model.settings(MODEL))) {
            HttpLoad direct = model.load(MODEL, ScriptedModel.CHUNK, 20);
            HttpLoad chats = Owner.signUp(server.port()).questions(MODEL, false, "w20", 1);
            direct.closedLoop(64, TIME);
            chats.closedLoop(64, TIME.multipliedBy(2));
            for (int connections : new int[] {1, 16, 64, 256}) {
                HttpLoad.Result without = direct.closedLoop(connections, TIME);
                Spent before = Spent.by(server, model);
                HttpLoad.Result with = chats.closedLoop(connections, TIME);
                String spent =
                        Spent.by(server, model).since(before, with.whole().count());
                System.out.printf(
                        Locale.ROOT,
                        "  %3d connections: %5.0f chats/s, %s; provider alone %5.0f/s, %s; added p50 %.1f p99 %.1f ms;"
                                + " CPU a chat: %s; errors %d %s, load %s%n",
                        connections,
                        with.perSecond(),
                        with.whole(),
                        without.perSecond(),
                        without.whole(),
                        with.whole().millis(0.5) - without.whole().millis(0.5),
                        with.whole().millis(0.99) - without.whole().millis(0.99),
                        spent,
                        with.errors() + without.errors(),
                        with.complaint() + without.complaint(),
                        Workshop.load());
            }
        }
    }
}
