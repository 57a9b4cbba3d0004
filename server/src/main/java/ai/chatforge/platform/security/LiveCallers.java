package ai.chatforge.platform.security;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Tells who was let in but would not be any more: for answers that go on long after the request began. */
public final class LiveCallers {
    private final TokenVerifier tokens;
    private final KeyVerifier keys;

    public LiveCallers(TokenVerifier tokens, KeyVerifier keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    /** Refuses a caller whose session or key has ended. */
    public void requireAlive(Caller caller) {
        if (!dead(Set.of(caller)).isEmpty()) {
            throw ended();
        }
    }

    /** @return those whose session or key has ended; found out for all at once */
    public Set<Caller> dead(Collection<Caller> callers) {
        Set<UUID> sessions = new HashSet<>();
        Set<Caller> dead = new HashSet<>();
        for (Caller caller : callers) {
            if (caller instanceof Caller.User user) {
                sessions.add(user.sessionId());
            } else if (caller instanceof Caller.Key key && !keys.isAlive(key)) {
                dead.add(key);
            }
        }
        Set<UUID> ended = sessions.isEmpty() ? Set.of() : tokens.ended(sessions);
        callers.stream()
                .filter(caller -> caller instanceof Caller.User user && ended.contains(user.sessionId()))
                .forEach(dead::add);
        return dead;
    }

    /** What the caller is told. */
    public static ApiException ended() {
        return new ApiException(
                ErrorCode.UNAUTHENTICATED, "The session has ended, or the API key was revoked. Sign in again.");
    }
}
