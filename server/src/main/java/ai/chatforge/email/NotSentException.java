package ai.chatforge.email;

/** An e-mail did not go out. Its message has no personal data in it: it is logged. */
final class NotSentException extends Exception {
    private final Verdict verdict;

    /** Whether another attempt makes sense. */
    enum Verdict {
        LATER,
        NEVER,
        /** Never, and no other e-mail to this address either. */
        NO_SUCH_ADDRESS
    }

    NotSentException(Verdict verdict, String reason) {
        super(reason);
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
