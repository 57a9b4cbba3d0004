package ai.chatforge.auth;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import ai.chatforge.platform.web.RateLimits.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * SQL for auth.attempt: buckets that each attempt fills by one part and that empty evenly (the generic cell rate
 * algorithm, of ATM), so that a single time says how full one is, and a single statement takes from it.
 */
@Repository
class AttemptRepository {
    private final Database db;

    AttemptRepository(@Qualifier("auth") Database db) {
        this.db = db;
    }

    /** @return how long to wait, when there is no room; empty when the attempt was counted */
    Optional<Duration> take(Limit limit, String who, Instant now) {
        byte[] key = HexFormat.of().parseHex(OpaqueToken.sha256(limit.name() + "\n" + who));
        Duration part = limit.within().dividedBy(limit.requests());
        int counted = db.sql()
                .sql("""
                        insert into auth.attempt as a (key, empty_at)
                        values (:key, :now + :part * interval '1 microsecond')
                        on conflict (key) do update
                          set empty_at = greatest(a.empty_at, :now) + :part * interval '1 microsecond'
                          where greatest(a.empty_at, :now) <= :room
                        """)
                .param("key", key)
                .param("now", Timestamps.of(now))
                .param("part", micros(part))
                .param("room", Timestamps.of(now.plus(limit.within()).minus(part)))
                .update();
        return counted == 1
                ? Optional.empty()
                : Optional.of(Duration.between(now, emptyAt(key).plus(part).minus(limit.within())));
    }

    private Instant emptyAt(byte[] key) {
        return db.sql()
                .sql("select empty_at from auth.attempt where key = :key")
                .param("key", key)
                .query((rs, n) -> Timestamps.get(rs, "empty_at"))
                .single();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    void forgetBefore(Instant past) {
        db.sql()
                .sql("delete from auth.attempt where empty_at < :past")
                .param("past", Timestamps.of(past))
                .update();
    }
}
