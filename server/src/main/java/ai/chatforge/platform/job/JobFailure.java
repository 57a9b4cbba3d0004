package ai.chatforge.platform.job;

/** Carries a checked exception through db-scheduler. */
final class JobFailure extends RuntimeException {
    JobFailure() {
        super("The job ended without saying why");
    }

    JobFailure(Exception cause) {
        super(cause);
    }

    static Throwable unwrap(Throwable thrown) {
        return thrown instanceof JobFailure && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
