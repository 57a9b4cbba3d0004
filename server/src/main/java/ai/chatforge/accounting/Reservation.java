package ai.chatforge.accounting;

import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of accounting.reservation.
 *
 * @param delivered tokens, as last told
 * @param use null while it is pending
 */
record Reservation(
        UUID tenantId,
        UUID id,
        @Nullable UUID userId,
        @Nullable UUID botId,
        String provider,
        String model,
        String origin,
        long promptTokens,
        long maxOutputTokens,
        long credits,
        long delivered,
        Instant createdAt,
        Instant expiresAt,
        State state,
        @Nullable Use use) {

    enum State {
        PENDING,
        SETTLED,
        RELEASED,
        EXPIRED
    }

    /** How it was resolved. */
    record Use(
            long promptTokens,
            long cachedTokens,
            long completionTokens,
            boolean reported,
            long charged,
            long writtenOff) {}

    static Reservation of(ResultSet rs) throws SQLException {
        State state = State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT));
        return new Reservation(
                rs.getObject("tenant_id", UUID.class),
                rs.getObject("id", UUID.class),
                rs.getObject("user_id", UUID.class),
                rs.getObject("bot_id", UUID.class),
                rs.getString("provider"),
                rs.getString("model"),
                rs.getString("origin"),
                rs.getLong("prompt_tokens"),
                rs.getLong("max_output_tokens"),
                rs.getLong("credits"),
                rs.getLong("delivered"),
                Timestamps.get(rs, "created_at"),
                Timestamps.get(rs, "expires_at"),
                state,
                state == State.PENDING ? null : use(rs));
    }

    private static Use use(ResultSet rs) throws SQLException {
        return new Use(
                rs.getLong("used_prompt"),
                rs.getLong("used_cached"),
                rs.getLong("used_completion"),
                rs.getBoolean("reported"),
                rs.getLong("charged"),
                rs.getLong("written_off"));
    }
}
