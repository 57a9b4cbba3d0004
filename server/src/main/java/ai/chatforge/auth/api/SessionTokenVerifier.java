package ai.chatforge.auth.api;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.TokenVerifier;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Knows tokens in every process: the signature of an access token is checked here, the state of its session is asked
 * of auth and kept for two seconds, so that a revoked session is dead everywhere soon after.
 */
public final class SessionTokenVerifier implements TokenVerifier {
    private static final Duration STATE_LIFE = Duration.ofSeconds(2);
    private static final Duration KEYS_LIFE = Duration.ofMinutes(10);
    private static final Duration KEYS_RETRY = Duration.ofSeconds(5);
    private static final int SESSIONS = 100_000;

    private final Sessions sessions;
    private final Clock clock;
    private final SharedLookups<String, Sessions.State> byCookie = new SharedLookups<>(SESSIONS, STATE_LIFE);
    private final SharedLookups<UUID, Sessions.State> byId = new SharedLookups<>(SESSIONS, STATE_LIFE);
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(SESSIONS)
            .expireAfterWrite(KEYS_LIFE)
            .build();
    private volatile Keys keys = new Keys(new JWKSet(), Instant.EPOCH);

    private record Keys(JWKSet set, Instant at) {}

    private record Verified(UUID session, UUID account, Instant expires) {}

    public SessionTokenVerifier(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Optional<Caller.User> bySessionCookie(String cookie) {
        String hash = OpaqueToken.sha256(cookie);
        return user(byCookie.get(hash, asked -> sessions.byCookie(new Sessions.CookieHash(asked))), null);
    }

    @Override
    public Optional<Caller.User> byAccessToken(String token) {
        Verified known = verified.getIfPresent(token);
        if (known == null) {
            known = verify(token);
            if (known == null) {
                return Optional.empty();
            }
            verified.put(token, known);
        }
        return clock.instant().isBefore(known.expires())
                ? user(byId.get(known.session(), sessions::state), known.account())
                : Optional.empty();
    }

    @Override
    public Set<UUID> ended(Set<UUID> asked) {
        return sessions.ended(new Sessions.SessionIds(asked)).ids();
    }

    /** At once where auth itself runs; elsewhere the two seconds count. */
    public void forget(UUID sessionId) {
        byId.forget(sessionId);
        byCookie.forgetIf(state -> sessionId.equals(state.sessionId()));
    }

    private static Optional<Caller.User> user(Sessions.State state, @Nullable UUID expected) {
        UUID account = state.accountId();
        if (!state.active() || account == null || state.sessionId() == null || state.role() == null) {
            return Optional.empty();
        }
        return expected == null || expected.equals(account)
                ? Optional.of(new Caller.User(account, account, state.sessionId(), state.role()))
                : Optional.empty();
    }

    private @Nullable Verified verify(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWK key = key(jwt.getHeader().getKeyID());
            if (key == null
                    || !jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
                    || !jwt.verify(new ECDSAVerifier(key.toECKey()))) {
                return null;
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            String session = claims.getStringClaim("sid");
            if (session == null || claims.getSubject() == null || claims.getExpirationTime() == null) {
                return null;
            }
            return new Verified(
                    UUID.fromString(session),
                    UUID.fromString(claims.getSubject()),
                    claims.getExpirationTime().toInstant());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable JWK key(@Nullable String id) throws ParseException {
        Keys present = keys;
        Duration age = Duration.between(present.at(), clock.instant());
        JWK known = id == null ? null : present.set().getKeyByKeyId(id);
        // An unknown key may be a new one; made-up ones must not make us ask for each request.
        boolean ask = age.compareTo(KEYS_LIFE) > 0 || (known == null && age.compareTo(KEYS_RETRY) > 0);
        if (ask) {
            present = new Keys(JWKSet.parse(sessions.keys().jwks()), clock.instant());
            keys = present;
            known = id == null ? null : present.set().getKeyByKeyId(id);
        }
        return known;
    }
}
