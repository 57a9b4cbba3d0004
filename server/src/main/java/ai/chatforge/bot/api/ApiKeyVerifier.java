package ai.chatforge.bot.api;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.KeyVerifier;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Knows API keys in every process: what bot says of one is kept for two seconds, so a revoked key is dead soon after. */
public final class ApiKeyVerifier implements KeyVerifier {
    private static final Duration LIFE = Duration.ofSeconds(2);

    private final Bots bots;
    private final SharedLookups<String, Bots.KeyState> states = new SharedLookups<>(50_000, LIFE);

    public ApiKeyVerifier(Bots bots) {
        this.bots = bots;
    }

    @Override
    public Optional<Caller.Key> byKey(String key) {
        return byHash(OpaqueToken.sha256(key));
    }

    @Override
    public boolean isAlive(Caller.Key key) {
        return byHash(key.hash()).isPresent();
    }

    private Optional<Caller.Key> byHash(String hash) {
        Bots.KeyState state = states.get(hash, asked -> bots.key(new Bots.KeyHash(asked)));
        UUID key = state.keyId();
        UUID bot = state.botId();
        UUID tenant = state.tenantId();
        return key == null || bot == null || tenant == null
                ? Optional.empty()
                : Optional.of(new Caller.Key(key, bot, tenant, state.scopes(), hash));
    }

    /** At once where bot itself runs; elsewhere the two seconds count. */
    public void forget(UUID keyId) {
        states.forgetIf(state -> keyId.equals(state.keyId()));
    }

    /** Every key of an account's bots. */
    public void forgetAllOf(UUID tenant) {
        states.forgetIf(state -> tenant.equals(state.tenantId()));
    }
}
