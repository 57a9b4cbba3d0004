package ai.chatforge.auth;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for auth.totp and auth.recovery_code. */
@Repository
class TotpRepository {
    private final Database db;

    TotpRepository(@Qualifier("auth") Database db) {
        this.db = db;
    }

    /**
     * @param sealedSecret null while it could not be sealed anew, see {@link OlderTotpSecrets}
     * @param confirmed false while it is being set up
     */
    record Factor(byte @Nullable [] sealedSecret, boolean confirmed, long lastStep) {}

    Optional<Factor> find(UUID account) {
        return db.sql()
                .sql("""
                        select sealed_secret, confirmed_at is not null as confirmed, last_step
                        from auth.totp where account_id = :account
                        """)
                .param("account", account)
                .query((rs, n) ->
                        new Factor(rs.getBytes("sealed_secret"), rs.getBoolean("confirmed"), rs.getLong("last_step")))
                .optional();
    }

    /** @return false when there is a confirmed one, which stays */
    boolean begin(UUID account, byte[] sealedSecret, Instant now) {
        return db.sql()
                        .sql("""
                                insert into auth.totp as t (account_id, sealed_secret, last_step, created_at)
                                values (:account, :secret, 0, :now)
                                on conflict (account_id) do update
                                  set sealed_secret = excluded.sealed_secret, older = null, last_step = 0,
                                      created_at = excluded.created_at
                                  where t.confirmed_at is null
                                """)
                        .param("account", account)
                        .param("secret", sealedSecret)
                        .param("now", Timestamps.of(now))
                        .update()
                == 1;
    }

    /** @return false when it was confirmed before, or began anew with another secret */
    boolean confirm(UUID account, byte[] sealedSecret, long step, Instant now) {
        return db.sql()
                        .sql("""
                                update auth.totp set confirmed_at = :now, last_step = :step
                                where account_id = :account and sealed_secret = :secret and confirmed_at is null
                                """)
                        .param("account", account)
                        .param("secret", sealedSecret)
                        .param("step", step)
                        .param("now", Timestamps.of(now))
                        .update()
                == 1;
    }

    /** @return false when this step, or a later one, was used already: of two callers at once one gets it */
    boolean use(UUID account, long step) {
        return db.sql()
                        .sql("update auth.totp set last_step = :step where account_id = :account and last_step < :step")
                        .param("account", account)
                        .param("step", step)
                        .update()
                == 1;
    }

    record Older(UUID account, byte[] sealed) {}

    List<Older> older() {
        return db.sql()
                .sql("select account_id, older from auth.totp where older is not null")
                .query((rs, n) -> new Older(rs.getObject("account_id", UUID.class), rs.getBytes("older")))
                .list();
    }

    void seal(UUID account, byte[] sealedSecret) {
        db.sql()
                .sql("""
                        update auth.totp set sealed_secret = :secret, older = null
                        where account_id = :account and older is not null
                        """)
                .param("account", account)
                .param("secret", sealedSecret)
                .update();
    }

    /** With its recovery codes. */
    void remove(UUID account) {
        db.sql()
                .sql("delete from auth.totp where account_id = :account")
                .param("account", account)
                .update();
    }

    void insertRecoveryCodes(UUID account, List<String> codes) {
        for (String code : codes) {
            db.sql()
                    .sql("insert into auth.recovery_code (account_id, hash) values (:account, :hash)")
                    .param("account", account)
                    .param("hash", hash(code))
                    .update();
        }
    }

    /** @return whether there was such a code; it is gone now */
    boolean useRecoveryCode(UUID account, String code) {
        return db.sql()
                        .sql("delete from auth.recovery_code where account_id = :account and hash = :hash")
                        .param("account", account)
                        .param("hash", hash(code))
                        .update()
                == 1;
    }

    int recoveryCodesLeft(UUID account) {
        return db.sql()
                .sql("select count(*) from auth.recovery_code where account_id = :account")
                .param("account", account)
                .query(Integer.class)
                .single();
    }

    private static byte[] hash(String code) {
        return HexFormat.of().parseHex(OpaqueToken.sha256(code));
    }
}
