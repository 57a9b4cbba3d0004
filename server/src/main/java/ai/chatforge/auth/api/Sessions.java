package ai.chatforge.auth.api;

import ai.chatforge.platform.security.Role;
import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** The state of sessions, and the keys that access tokens are signed with. */
@InternalApi(ServiceName.AUTH)
@HttpExchange("/internal/auth")
public interface Sessions {

    /** @return the public keys as a JWK set (RFC 7517) */
    @GetExchange("/jwks")
    KeySet keys();

    @GetExchange("/sessions/{id}")
    State state(@PathVariable UUID id);

    @PostExchange("/sessions/by-cookie")
    State byCookie(@RequestBody CookieHash cookie);

    /** @return those that have ended, or never were; asked for many at once */
    @PostExchange("/sessions/ended")
    SessionIds ended(@RequestBody SessionIds sessions);

    /** Sessions by id. */
    record SessionIds(Set<UUID> ids) {}

    /** @param jwks JWK set as JSON text */
    record KeySet(String jwks) {}

    /** @param sha256 SHA-256 of the session cookie's value, in hexadecimal */
    record CookieHash(String sha256) {}

    /**
     * @param active whether calls of this session are to be let in; the other fields are null when not
     * @param accountId the user, and the tenant that is the user's own account
     */
    record State(
            boolean active,
            @Nullable UUID sessionId,
            @Nullable UUID accountId,
            @Nullable Role role) {
        public static final State INACTIVE = new State(false, null, null, null);
    }
}
