package ai.chatforge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** R9: how much one account that asks without end slows down the others, with the limits that a server has by itself. */
final class NoisyBench implements Measurement {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 30));
    private static final int OTHERS = 6;
    private static final int CONNECTIONS = 64;
    private static final String MODEL = "words-20";

    @Override
    public String title() {
        return "chats of " + OTHERS + " accounts while another one asks as much as the server can answer";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        try (ScriptedModel model = ScriptedModel.start(shop)) {
            double most = capacity(shop, model);
            Map<String, String> settings = model.settings(MODEL);
            settings.remove("CHATFORGE_CHAT_LIMITS_MESSAGESPERMINUTE");
            try (RunningChatForge server = RunningChatForge.start(shop, shop.empty("noisy"), settings)) {
                List<Owner> others = new ArrayList<>();
                for (int i = 0; i < OTHERS; i++) {
                    others.add(Owner.signUp(server.port(), "quiet" + i + "@example.com"));
                }
                HttpLoad noise =
                        Owner.signUp(server.port(), "noisy@example.com").questions(MODEL, false, "w20", 1);
                // Warms both ways up.
                noise.closedLoop(CONNECTIONS, TIME);
                Quantiles quiet = others(others, CompletableFuture.runAsync(() -> sleep(TIME)));
                CompletableFuture<HttpLoad.Result> noisy = CompletableFuture.supplyAsync(() -> flood(noise, most));
                Quantiles disturbed = others(others, noisy);
                System.out.printf(
                        Locale.ROOT,
                        "  others alone %s (%d chats); beside %.0f questions/s of one account, of which %d were answered and"
                                + " %d refused (%s): %s (%d chats); p99 %.2f times as long, p50 %.2f times; load %s%n",
                        quiet,
                        quiet.count(),
                        most,
                        noisy.get().whole().count(),
                        noisy.get().refused().count(),
                        noisy.get().refused(),
                        disturbed,
                        disturbed.count(),
                        disturbed.millis(0.99) / quiet.millis(0.99),
                        disturbed.millis(0.5) / quiet.millis(0.5),
                        Workshop.load());
            }
        }
    }

    private static double capacity(Workshop shop, ScriptedModel model) throws Exception {
        try (RunningChatForge server = RunningChatForge.start(shop, shop.empty("noisy"), model.settings(MODEL))) {
            HttpLoad chats = Owner.signUp(server.port()).questions(MODEL, false, "w20", 1);
            chats.warmUp(CONNECTIONS);
            return chats.closedLoop(CONNECTIONS, TIME).perSecond();
        }
    }

    private static HttpLoad.Result flood(HttpLoad noise, double perSecond) {
        try {
            return noise.paced(perSecond, TIME, TIME);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A chat a second each, so that none comes near its limit. */
    private static Quantiles others(List<Owner> others, CompletableFuture<?> until) throws Exception {
        Quantiles times = new Quantiles();
        long pause = Duration.ofSeconds(1).toNanos() / others.size();
        long next = System.nanoTime();
        for (int i = 0; !until.isDone(); i++) {
            long begin = System.nanoTime();
            others.get(i % others.size()).ask(MODEL);
            times.add(System.nanoTime() - begin);
            next += pause;
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        return times;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
