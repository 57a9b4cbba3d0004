package ai.chatforge.bench;

/** P4: time to find passages among 100,000, the question's embedding included. */
final class RetrievalBench implements Measurement {
    private static final int PASSAGES = 100_000;

    @Override
    public String title() {
        return "retrieval among 100,000 passages";
    }

    /** The index is kept for the next run: it takes minutes to make. */
    @Override
    public void run(Workshop shop) throws Exception {
        shop.serverTests(
                "ai.chatforge.vector.SearchBench",
                Integer.toString(PASSAGES),
                shop.folder().resolve("index-" + PASSAGES).toString());
    }
}
