package ai.chatforge.auth;

import java.time.Instant;
import java.util.UUID;

/** A row of auth.sign_up, without its token. */
record PendingSignUp(
        UUID id,
        String email,
        String name,
        String passwordHash,
        String language,
        Instant createdAt,
        Instant expiresAt) {
    @Override
    public String toString() {
        return "PendingSignUp[" + id + "]";
    }
}
