package ai.chatforge.bench;

/** What the guard of learn-only sources costs, and how often it is wrong. */
final class PrivacyBench implements Measurement {
    @Override
    public String title() {
        return "guard of learn-only sources: cost, delay, false positives";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        shop.serverTests("ai.chatforge.chat.guard.GuardBench", shop.root().toString());
    }
}
