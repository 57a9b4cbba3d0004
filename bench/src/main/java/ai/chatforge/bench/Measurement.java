package ai.chatforge.bench;

/** One row of QUALITY's table of speed. */
interface Measurement {
    String title();

    /** Measures, and prints what came out. */
    void run(Workshop shop) throws Exception;
}
