package ai.chatforge.platform.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot run; the message is meant for the operator and says what to do. */
public final class PostgresException extends RuntimeException {
    PostgresException(String message) {
        super(message);
    }

    PostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
