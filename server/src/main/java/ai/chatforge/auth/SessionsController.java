package ai.chatforge.auth;

import ai.chatforge.auth.api.Sessions;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class SessionsController implements Sessions {
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
        return db.call(() -> sessions.state(id, clock.instant()));
    }

    @Override
    public State byCookie(CookieHash cookie) {
        if (!cookie.sha256().matches("[0-9a-f]{64}")) {
            throw ApiException.invalid("sha256", "must be a SHA-256 in hexadecimal");
        }
        return db.call(() -> sessions.stateByCookie(cookie.sha256(), clock.instant()));
    }
}
