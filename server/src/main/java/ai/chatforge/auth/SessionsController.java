package ai.chatforge.auth;

import ai.chatforge.auth.api.Sessions;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class SessionsController implements Sessions {
    /** Not at each call: that would be a write each time. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(5);

    private final Database db;
    private final SessionRepository sessions;
    private final AccessTokens tokens;
    private final Clock clock;

    SessionsController(@Qualifier("auth") Database db, SessionRepository sessions, AccessTokens tokens, Clock clock) {
        this.db = db;
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public KeySet keys() {
        return new KeySet(tokens.publicKeys());
    }

    @Override
    public State state(UUID id) {
        Instant now = clock.instant();
        return db.call(() -> seen(sessions.live(id, now), now));
    }

    @Override
    public State byCookie(CookieHash cookie) {
        if (!cookie.sha256().matches("[0-9a-f]{64}")) {
            throw ApiException.invalid("sha256", "must be a SHA-256 in hexadecimal");
        }
        Instant now = clock.instant();
        return db.call(() -> seen(sessions.liveByCookie(cookie.sha256(), now), now));
    }

    @Override
    public SessionIds ended(SessionIds asked) {
        Set<UUID> ended = new HashSet<>(asked.ids());
        ended.removeAll(db.call(() -> sessions.live(asked.ids(), clock.instant())));
        return new SessionIds(ended);
    }

    private State seen(Optional<SessionRepository.Live> found, Instant now) {
        found.filter(session -> session.lastSeenAt().plus(SEEN_EVERY).isBefore(now))
                .ifPresent(session -> sessions.markSeen(session.id(), now));
        return found.map(SessionRepository.Live::state).orElse(State.INACTIVE);
    }
}
