package ai.chatforge.platform.security;

import java.util.Optional;

/** Finds out what an API key opens. The bot service's api package provides it in every process. */
public interface KeyVerifier {
    /** How API keys begin, by which they are told from access tokens. */
    String PREFIX = "cfk_";

    /** @return nothing when there is no such key, it has expired or was revoked, or its owner is suspended */
    Optional<Caller.Key> byKey(String key);

    /** Whether the key opens anything still: for what goes on after the request began. */
    boolean isAlive(Caller.Key key);
}
