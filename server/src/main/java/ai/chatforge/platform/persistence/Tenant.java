package ai.chatforge.platform.persistence;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The account on whose behalf the present code runs. Transactions hand it to PostgreSQL, whose row-level security
 * then shows the rows of this tenant only, and none where no tenant is set.
 */
public final class Tenant {
    private static final ScopedValue<UUID> CURRENT = ScopedValue.newInstance();

    private Tenant() {}

    public static Optional<UUID> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    public static UUID required() {
        return current().orElseThrow(() -> new IllegalStateException("No tenant is set here"));
    }

    public static <T extends @Nullable Object, X extends Throwable> T call(
            UUID tenant, ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(CURRENT, tenant).call(work);
    }

    public static void run(UUID tenant, Runnable work) {
        ScopedValue.where(CURRENT, tenant).run(work);
    }
}
