package ai.chatforge.email;

import ai.chatforge.platform.job.RetryAfter;
import java.time.Duration;

/** An e-mail did not go out. Its message has no personal data in it: it is logged. */
final class NotSentException extends Exception implements RetryAfter {
    private final Verdict verdict;
    private final Duration retryAfter;

    /** Whether another attempt makes sense. */
    enum Verdict {
        LATER,
        /** Once an operator has put right what the reason says. */
        OPERATOR,
        NEVER,
        /** Never, and no other e-mail to this address either. */
        NO_SUCH_ADDRESS,
        /** The same, as the provider has the address on its own list of those it sends nothing to. */
        PROVIDER_REFUSES
    }

    NotSentException(Verdict verdict, String reason) {
        this(verdict, reason, Duration.ZERO);
    }

    /** @param retryAfter the least wait before another attempt */
    NotSentException(Verdict verdict, String reason, Duration retryAfter) {
        super(reason);
        this.verdict = verdict;
        this.retryAfter = retryAfter;
    }

    /** The same fault, with a longer wait if that is one. */
    NotSentException after(Duration wait) {
        return wait.compareTo(retryAfter) > 0 ? new NotSentException(verdict, reason(), wait) : this;
    }

    Verdict verdict() {
        return verdict;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
