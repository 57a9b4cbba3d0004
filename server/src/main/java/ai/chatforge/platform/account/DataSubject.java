package ai.chatforge.platform.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose data is meant.
 *
 * @param email by which some is found that bears no account; null when it is not known any more
 * @param until of what bears only the address, that from before this time: the address may be a new account's by now
 */
public record DataSubject(UUID account, @Nullable String email, Instant until) {

    /** Without the address, because logs must not hold it. */
    @Override
    public String toString() {
        return "DataSubject[" + account + "]";
    }
}
