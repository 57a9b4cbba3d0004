package ai.chatforge.chat;

import org.jspecify.annotations.Nullable;

/** Ends an answer under way: by the user, by a stop of the process, or because nobody listens any more. */
final class Cancellation {
    private boolean cancelled;
    private @Nullable Runnable action;

    /** What ends the work at once; runs now if that was asked for already. */
    synchronized void onCancel(Runnable ending) {
        action = ending;
        if (cancelled) {
            ending.run();
        }
    }

    synchronized void cancel() {
        if (!cancelled) {
            cancelled = true;
            if (action != null) {
                action.run();
            }
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
