package ai.chatforge.auth;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import ai.chatforge.platform.security.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for auth.account. */
@Repository
class AccountRepository {
    private static final String COLUMNS =
            "id, email, name, role, status = 'active' as active, email_verified_at is not null as verified, created_at";

    private final Database db;

    AccountRepository(@Qualifier("auth") Database db) {
        this.db = db;
    }

    /** @param passwordHash null while the account has no password and signs in through a provider only */
    record Credentials(Account account, @Nullable String passwordHash) {}

    static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /** @return false when there is an account with this address already */
    boolean insert(Account account, @Nullable String passwordHash) {
        return db.sql()
                        .sql("""
                                insert into auth.account (id, email, email_key, name, password_hash, role, created_at)
                                values (:id, :email, :key, :name, :hash, :role, :now)
                                on conflict (email_key) do nothing
                                """)
                        .param("id", account.id())
                        .param("email", account.email())
                        .param("key", key(account.email()))
                        .param("name", account.name())
                        .param("hash", passwordHash, Types.VARCHAR)
                        .param("role", account.role().name().toLowerCase(Locale.ROOT))
                        .param("now", Timestamps.of(account.createdAt()))
                        .update()
                == 1;
    }

    Optional<Credentials> credentials(String email) {
        return db.sql()
                .sql("select " + COLUMNS + ", password_hash from auth.account where email_key = :key")
                .param("key", key(email))
                .query((rs, n) -> new Credentials(account(rs), rs.getString("password_hash")))
                .optional();
    }

    Optional<Account> find(UUID id) {
        return db.sql()
                .sql("select " + COLUMNS + " from auth.account where id = :id")
                .param("id", id)
                .query((rs, n) -> account(rs))
                .optional();
    }

    void change(UUID id, @Nullable String name, String language) {
        db.sql()
                .sql("update auth.account set name = coalesce(:name::text, name), language = :language where id = :id")
                .param("name", name)
                .param("language", language)
                .param("id", id)
                .update();
    }

    /** Of the e-mails to that account. */
    String language(UUID id) {
        return db.sql()
                .sql("select language from auth.account where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    /** @return false when there is no such account */
    boolean setActive(UUID id, boolean active) {
        return db.sql()
                        .sql("update auth.account set status = :status where id = :id")
                        .param("status", active ? "active" : "suspended")
                        .param("id", id)
                        .update()
                == 1;
    }

    void markVerified(UUID id, Instant now) {
        db.sql()
                .sql("update auth.account set email_verified_at = coalesce(email_verified_at, :now) where id = :id")
                .param("now", Timestamps.of(now))
                .param("id", id)
                .update();
    }

    /**
     * Holds the account as it was when its password was checked, so that nobody gets in who gave the old one while it
     * was being changed.
     *
     * @return false when the password is another one by now, or the account is shut out
     */
    boolean holdWhile(UUID id, String passwordHash) {
        return db.sql()
                .sql(
                        "select id from auth.account where id = :id and password_hash = :hash and status = 'active' for no key update")
                .param("id", id)
                .param("hash", passwordHash)
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /**
     * The same for who proved to a provider who they are.
     *
     * @return the account as it is now, unless it is shut out
     */
    Optional<Account> holdActive(UUID id) {
        return db.sql()
                .sql("select " + COLUMNS + " from auth.account where id = :id and status = 'active' for no key update")
                .param("id", id)
                .query((rs, n) -> account(rs))
                .optional();
    }

    boolean hasPassword(UUID id) {
        return db.sql()
                .sql("select password_hash is not null from auth.account where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    void changePassword(UUID id, String hash) {
        db.sql()
                .sql("update auth.account set password_hash = :hash where id = :id")
                .param("hash", hash)
                .param("id", id)
                .update();
    }

    private static Account account(ResultSet rs) throws SQLException {
        return new Account(
                rs.getObject("id", UUID.class),
                rs.getString("email"),
                rs.getString("name"),
                Role.valueOf(rs.getString("role").toUpperCase(Locale.ROOT)),
                rs.getBoolean("active"),
                rs.getBoolean("verified"),
                Timestamps.get(rs, "created_at"));
    }
}
