package ai.chatforge.chat;

import org.jspecify.annotations.Nullable;

/** Why a provider gave no whole answer. The message is for the user; what the provider said itself is in the log. */
final class ProviderException extends Exception {
    /** What kind of failure it was; another attempt may help where it is transient. */
    enum Kind {
        REFUSED(false),
        OVERLOADED(true),
        UNREACHABLE(true),
        BROKEN_OFF(true);

        private final boolean transientFailure;

        Kind(boolean transientFailure) {
            this.transientFailure = transientFailure;
        }

        boolean isTransient() {
            return transientFailure;
        }
    }

    private final Kind kind;

    ProviderException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
