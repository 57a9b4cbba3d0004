package ai.chatforge.auth;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for auth.sign_up. Hashes of tokens are SHA-256 in hexadecimal. */
@Repository
class SignUpRepository {
    private static final String COLUMNS =
            "select id, email, name, password_hash, language, created_at, expires_at from auth.sign_up ";

    private final Database db;

    SignUpRepository(@Qualifier("auth") Database db) {
        this.db = db;
    }

    void insert(PendingSignUp signUp) {
        db.sql()
                .sql("""
                        insert into auth.sign_up
                          (id, email, email_key, name, password_hash, language, created_at, expires_at)
                        values (:id, :email, :key, :name, :hash, :language, :created, :expires)
                        """)
                .param("id", signUp.id())
                .param("email", signUp.email())
                .param("key", AccountRepository.key(signUp.email()))
                .param("name", signUp.name())
                .param("hash", signUp.passwordHash())
                .param("language", signUp.language())
                .param("created", Timestamps.of(signUp.createdAt()))
                .param("expires", Timestamps.of(signUp.expiresAt()))
                .update();
    }

    Optional<PendingSignUp> find(UUID id) {
        return db.sql()
                .sql(COLUMNS + "where id = ?")
                .param(id)
                .query((rs, n) -> signUp(rs))
                .optional();
    }

    /** The one whose link this is, while it is valid. */
    Optional<PendingSignUp> byToken(String hash, Instant now) {
        return db.sql()
                .sql(COLUMNS + "where hash = :hash and expires_at > :now")
                .param("hash", HexFormat.of().parseHex(hash))
                .param("now", Timestamps.of(now))
                .query((rs, n) -> signUp(rs))
                .optional();
    }

    /** Of those that were told by e-mail. */
    Optional<PendingSignUp> newest(String email, Instant now) {
        return db.sql()
                .sql(COLUMNS + """
                        where email_key = :key and hash is not null and expires_at > :now
                        order by created_at desc, id desc limit 1
                        """)
                .param("key", AccountRepository.key(email))
                .param("now", Timestamps.of(now))
                .query((rs, n) -> signUp(rs))
                .optional();
    }

    /** @return false when the sign-up ended meanwhile */
    boolean putToken(UUID id, String hash, Instant expires) {
        return db.sql()
                        .sql("update auth.sign_up set hash = :hash, expires_at = :expires where id = :id")
                        .param("hash", HexFormat.of().parseHex(hash))
                        .param("expires", Timestamps.of(expires))
                        .param("id", id)
                        .update()
                == 1;
    }

    void end(UUID id) {
        db.sql().sql("delete from auth.sign_up where id = ?").param(id).update();
    }

    void endAll(String email) {
        db.sql()
                .sql("delete from auth.sign_up where email_key = ?")
                .param(AccountRepository.key(email))
                .update();
    }

    void forgetBefore(Instant past) {
        db.sql()
                .sql("delete from auth.sign_up where expires_at < ?")
                .param(Timestamps.of(past))
                .update();
    }

    private static PendingSignUp signUp(ResultSet rs) throws SQLException {
        return new PendingSignUp(
                rs.getObject("id", UUID.class),
                rs.getString("email"),
                rs.getString("name"),
                rs.getString("password_hash"),
                rs.getString("language"),
                Timestamps.get(rs, "created_at"),
                Timestamps.get(rs, "expires_at"));
    }
}
