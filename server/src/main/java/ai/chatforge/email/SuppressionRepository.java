package ai.chatforge.email;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Clock;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for email.suppression: addresses that nothing is sent to. */
@Repository
class SuppressionRepository {
    private static final int REASON_LENGTH = 500;

    private final Database db;
    private final Clock clock;

    SuppressionRepository(@Qualifier("email") Database db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Why. Only a complaint leaves a way open: somebody is there, and gets what they ask for. */
    enum Cause {
        BOUNCE,
        COMPLAINT,
        PROVIDER;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A complaint takes nothing back from what is known already; all else is the stricter truth. */
    void put(String address, Cause cause, String reason) {
        db.sql()
                .sql("""
                        insert into email.suppression (address, cause, reason, since) values (lower(?), ?, ?, ?)
                        on conflict (address) do update
                          set cause = excluded.cause, reason = excluded.reason, since = excluded.since
                          where email.suppression.cause = 'complaint' and excluded.cause <> 'complaint'
                        """)
                .params(
                        address,
                        cause.key(),
                        reason.length() <= REASON_LENGTH ? reason : reason.substring(0, REASON_LENGTH),
                        Timestamps.of(clock.instant()))
                .update();
    }

    /** The provider sends to the address again. */
    void remove(String address) {
        db.sql()
                .sql("delete from email.suppression where address = lower(?)")
                .param(address)
                .update();
    }

    boolean holds(String address, boolean essential) {
        return db.sql().sql("""
                        select exists (select from email.suppression
                          where address = lower(?) and not (? and cause = 'complaint'))
                        """).params(address, essential).query(Boolean.class).single();
    }
}
