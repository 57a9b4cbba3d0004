package ai.chatforge.platform.security;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds out who holds a token. The auth service's api package provides it in every process. */
public interface TokenVerifier {
    /** The user of an access token, while the token and its session are valid. */
    Optional<Caller.User> byAccessToken(String token);

    /** The user of a browser's session cookie, while the session is valid. */
    Optional<Caller.User> bySessionCookie(String cookie);

    /** @return those of these sessions that have ended: for what goes on after the request began */
    Set<UUID> ended(Set<UUID> sessions);
}
