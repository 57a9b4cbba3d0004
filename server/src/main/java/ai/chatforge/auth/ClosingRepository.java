package ai.chatforge.auth;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SQL for auth.closing_account and auth.closing_token, and for the end of a row of auth.account. */
@Repository
class ClosingRepository {
    private static final TypeReference<Map<String, Map<String, Long>>> ERASED = new TypeReference<>() {};
    private static final int WAITS_FOR_LENGTH = 500;

    private final Database db;
    private final JsonMapper json;

    ClosingRepository(@Qualifier("auth") Database db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** @param erased by service, how many of what */
    record Closing(
            UUID account, String email, String name, Instant requestedAt, Map<String, Map<String, Long>> erased) {}

    /** Empty for an account that signs in through a provider only. */
    Optional<String> passwordHash(UUID account) {
        return db.sql()
                .sql("select password_hash from auth.account where id = ? and password_hash is not null")
                .param(account)
                .query(String.class)
                .optional();
    }

    void putToken(UUID account, String hash, Instant expires) {
        db.sql()
                .sql("""
                        insert into auth.closing_token (account_id, hash, expires_at) values (:account, :hash, :expires)
                        on conflict (account_id) do update set hash = excluded.hash, expires_at = excluded.expires_at
                        """)
                .param("account", account)
                .param("hash", HexFormat.of().parseHex(hash))
                .param("expires", Timestamps.of(expires))
                .update();
    }

    /** The token is gone with it. */
    Optional<UUID> takeToken(String hash, Instant now) {
        return db.sql()
                .sql("""
                        delete from auth.closing_token t using auth.account a
                        where t.hash = :hash and t.expires_at > :now and a.id = t.account_id and a.status = 'active'
                        returning t.account_id
                        """)
                .param("hash", HexFormat.of().parseHex(hash))
                .param("now", Timestamps.of(now))
                .query(UUID.class)
                .optional();
    }

    /** Of administrators who leave at the same time, each sees the others' end. */
    boolean isLastAdministrator(UUID account) {
        List<UUID> administrators = db.sql()
                .sql("select id from auth.account where role = 'admin' and status = 'active' order by id for update")
                .query((rs, n) -> rs.getObject("id", UUID.class))
                .list();
        return administrators.equals(List.of(account));
    }

    void begin(Account account, Instant now) {
        db.sql()
                .sql("""
                        insert into auth.closing_account (account_id, email, name, requested_at)
                        values (:id, :email, :name, :now)
                        """)
                .param("id", account.id())
                .param("email", account.email())
                .param("name", account.name())
                .param("now", Timestamps.of(now))
                .update();
    }

    /** With its sessions, tokens and factors. False if it was gone. */
    boolean deleteAccount(UUID account) {
        return db.sql()
                        .sql("delete from auth.account where id = ?")
                        .param(account)
                        .update()
                == 1;
    }

    Optional<Closing> find(UUID account) {
        return db.sql()
                .sql("select * from auth.closing_account where account_id = ?")
                .param(account)
                .query((rs, n) -> new Closing(
                        rs.getObject("account_id", UUID.class),
                        rs.getString("email"),
                        rs.getString("name"),
                        Timestamps.get(rs, "requested_at"),
                        new TreeMap<>(json.readValue(rs.getString("erased"), ERASED))))
                .optional();
    }

    /** Adds to what was erased. */
    void erased(UUID account, String service, Map<String, Long> more) {
        Closing closing = find(account).orElseThrow();
        Map<String, Long> sums = new TreeMap<>(closing.erased().getOrDefault(service, Map.of()));
        more.forEach((what, count) -> sums.merge(what, count, Long::sum));
        closing.erased().put(service, sums);
        db.sql()
                .sql("update auth.closing_account set erased = ?::jsonb where account_id = ?")
                .params(json.writeValueAsString(closing.erased()), account)
                .update();
    }

    void waitsFor(UUID account, @Nullable String what) {
        db.sql()
                .sql("update auth.closing_account set waits_for = :what where account_id = :account")
                .param(
                        "what",
                        what == null || what.length() <= WAITS_FOR_LENGTH ? what : what.substring(0, WAITS_FOR_LENGTH))
                .param("account", account)
                .update();
    }

    void end(UUID account) {
        db.sql()
                .sql("delete from auth.closing_account where account_id = ?")
                .param(account)
                .update();
    }

    /** What the limits counted for the address. */
    int forgetAttempts(String email, List<String> limits) {
        byte[][] keys = limits.stream()
                .map(limit -> OpaqueToken.sha256(limit + "\naddress " + AccountRepository.key(email)))
                .map(HexFormat.of()::parseHex)
                .toArray(byte[][]::new);
        return db.sql()
                .sql("delete from auth.attempt where key = any(?)")
                .param(keys)
                .update();
    }
}
