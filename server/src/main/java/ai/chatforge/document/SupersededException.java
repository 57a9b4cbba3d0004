package ai.chatforge.document;

/** The source was cancelled, replaced or deleted meanwhile: what the job still does is of no use. */
final class SupersededException extends RuntimeException {
    static void unless(boolean mine) {
        if (!mine) {
            throw new SupersededException();
        }
    }
}
