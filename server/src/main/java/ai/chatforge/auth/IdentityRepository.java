package ai.chatforge.auth;

import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for auth.identity. */
@Repository
class IdentityRepository {
    private final Database db;

    IdentityRepository(@Qualifier("auth") Database db) {
        this.db = db;
    }

    record Identity(
            UUID id,
            String provider,
            String issuer,
            @Nullable String email,
            Instant createdAt,
            Instant lastUsedAt) {}

    Optional<UUID> owner(String issuer, String subject) {
        return db.sql()
                .sql("select account_id from auth.identity where issuer = :issuer and subject = :subject")
                .param("issuer", issuer)
                .param("subject", subject)
                .query(UUID.class)
                .optional();
    }

    /** @return false when it is another account's */
    boolean keep(UUID account, ProvidedIdentity identity, Instant now) {
        return db.sql()
                        .sql("""
                                insert into auth.identity as i
                                  (id, account_id, provider, issuer, subject, email, created_at, last_used_at)
                                values (:id, :account, :provider, :issuer, :subject, :email, :now, :now)
                                on conflict (issuer, subject) do update
                                  set provider = excluded.provider, email = excluded.email, last_used_at = :now
                                  where i.account_id = excluded.account_id
                                """)
                        .param("id", Ids.next())
                        .param("account", account)
                        .param("provider", identity.provider())
                        .param("issuer", identity.issuer())
                        .param("subject", identity.subject())
                        .param("email", identity.email(), Types.VARCHAR)
                        .param("now", Timestamps.of(now))
                        .update()
                == 1;
    }

    List<Identity> ofAccount(UUID account) {
        return db.sql()
                .sql("""
                        select id, provider, issuer, email, created_at, last_used_at from auth.identity
                        where account_id = :account order by created_at limit 200
                        """)
                .param("account", account)
                .query((rs, n) -> new Identity(
                        rs.getObject("id", UUID.class),
                        rs.getString("provider"),
                        rs.getString("issuer"),
                        rs.getString("email"),
                        Timestamps.get(rs, "created_at"),
                        Timestamps.get(rs, "last_used_at")))
                .list();
    }

    void delete(UUID id, UUID account) {
        db.sql()
                .sql("delete from auth.identity where id = :id and account_id = :account")
                .param("id", id)
                .param("account", account)
                .update();
    }
}
