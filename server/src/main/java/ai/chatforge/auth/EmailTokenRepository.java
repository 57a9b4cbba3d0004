package ai.chatforge.auth;

import ai.chatforge.auth.api.LinkRequested.Purpose;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for auth.email_token. Hashes are SHA-256 in hexadecimal. */
@Repository
class EmailTokenRepository {
    private static final String VALID = """
            t.hash = :hash and t.purpose = :purpose and t.expires_at > :now
              and a.id = t.account_id and a.status = 'active'
            """;

    private final Database db;

    EmailTokenRepository(@Qualifier("auth") Database db) {
        this.db = db;
    }

    void put(UUID account, Purpose purpose, String hash, Instant expires) {
        db.sql()
                .sql("""
                        insert into auth.email_token (account_id, purpose, hash, expires_at)
                        values (:account, :purpose, :hash, :expires)
                        on conflict (account_id, purpose) do update
                          set hash = excluded.hash, expires_at = excluded.expires_at
                        """)
                .param("account", account)
                .param("purpose", key(purpose))
                .param("hash", HexFormat.of().parseHex(hash))
                .param("expires", Timestamps.of(expires))
                .update();
    }

    /** The account whose token this is, while it is valid. */
    Optional<UUID> find(String hash, Purpose purpose, Instant now) {
        return query("select t.account_id from auth.email_token t, auth.account a where " + VALID, hash, purpose, now);
    }

    /** The same, and the token is gone: of two callers at once one gets it. */
    Optional<UUID> take(String hash, Purpose purpose, Instant now) {
        return query(
                "delete from auth.email_token t using auth.account a where " + VALID + " returning t.account_id",
                hash,
                purpose,
                now);
    }

    private Optional<UUID> query(String sql, String hash, Purpose purpose, Instant now) {
        return db.sql()
                .sql(sql)
                .param("hash", HexFormat.of().parseHex(hash))
                .param("purpose", key(purpose))
                .param("now", Timestamps.of(now))
                .query(UUID.class)
                .optional();
    }

    private static String key(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }
}
