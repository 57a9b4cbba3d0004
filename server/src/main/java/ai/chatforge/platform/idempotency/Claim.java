package ai.chatforge.platform.idempotency;

import java.util.UUID;

/** What became of the attempt to be the one that does the request. */
sealed interface Claim {
    /**
     * Ours to do.
     *
     * @param effect see {@link EffectId}
     */
    record Granted(UUID attempt, UUID effect) implements Claim {}

    /** There is nothing to do, and nothing to show. */
    sealed interface Refused extends Claim {}

    /** Somebody is doing it. */
    record Running() implements Refused {}

    /** It was done. */
    record Answered(KeptAnswer answer) implements Claim {}

    /** It was done, and the answer was too large to keep. */
    record AnswerNotKept() implements Refused {}

    /** The key stands for another request. */
    record OtherRequest() implements Refused {}
}
