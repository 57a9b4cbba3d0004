package ai.chatforge.auth;

import ai.chatforge.auth.api.Sessions;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import ai.chatforge.platform.security.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for auth.session and auth.refresh_token. Tokens and cookies are kept as SHA-256 only. */
@Repository
class SessionRepository {
    private static final String LIVE = """
            select s.id, a.id as account_id, a.role, s.last_seen_at
            from auth.session s join auth.account a on a.id = s.account_id
            where s.ended_at is null and s.expires_at > :now and a.status = 'active'
            """;

    private final Database db;

    SessionRepository(@Qualifier("auth") Database db) {
        this.db = db;
    }

    record Session(UUID id, Instant createdAt, Instant lastSeenAt, Instant expiresAt, String userAgent) {}

    /** A session whose calls are to be let in. */
    record Live(UUID id, UUID account, Role role, Instant lastSeenAt) {
        Sessions.State state() {
            return new Sessions.State(true, id, account, role);
        }
    }

    record RefreshToken(
            UUID sessionId,
            UUID accountId,
            Instant expiresAt,
            @Nullable Instant usedAt,
            boolean ended) {}

    void insert(UUID id, UUID account, @Nullable String cookieHash, String userAgent, Instant now, Instant expires) {
        db.sql()
                .sql("""
                        insert into auth.session
                          (id, account_id, cookie_hash, user_agent, created_at, last_seen_at, expires_at)
                        values (:id, :account, :cookie, :agent, :now, :now, :expires)
                        """)
                .param("id", id)
                .param("account", account)
                .param("cookie", bytes(cookieHash), java.sql.Types.BINARY)
                .param("agent", userAgent)
                .param("now", Timestamps.of(now))
                .param("expires", Timestamps.of(expires))
                .update();
    }

    /** Keeps the session going; a browser's cookie stays the same. */
    void renew(UUID id, Instant now, Instant expires) {
        db.sql()
                .sql("update auth.session set last_seen_at = :now, expires_at = :expires where id = :id")
                .param("id", id)
                .param("now", Timestamps.of(now))
                .param("expires", Timestamps.of(expires))
                .update();
    }

    void changeCookie(UUID id, String cookieHash) {
        db.sql()
                .sql("update auth.session set cookie_hash = :cookie where id = :id")
                .param("id", id)
                .param("cookie", bytes(cookieHash))
                .update();
    }

    Optional<Live> live(UUID id, Instant now) {
        return db.sql()
                .sql(LIVE + " and s.id = :id")
                .param("now", Timestamps.of(now))
                .param("id", id)
                .query((rs, n) -> live(rs))
                .optional();
    }

    /** Those of them that are to be let in. */
    Set<UUID> live(Set<UUID> ids, Instant now) {
        return Set.copyOf(db.sql()
                .sql(LIVE + " and s.id = any(:ids)")
                .param("now", Timestamps.of(now))
                .param("ids", ids.toArray(new UUID[0]))
                .query((rs, n) -> live(rs).id())
                .list());
    }

    Optional<Live> liveByCookie(String cookieHash, Instant now) {
        return db.sql()
                .sql(LIVE + " and s.cookie_hash = :cookie")
                .param("now", Timestamps.of(now))
                .param("cookie", bytes(cookieHash))
                .query((rs, n) -> live(rs))
                .optional();
    }

    private static Live live(ResultSet rs) throws SQLException {
        return new Live(
                rs.getObject("id", UUID.class),
                rs.getObject("account_id", UUID.class),
                Role.valueOf(rs.getString("role").toUpperCase(Locale.ROOT)),
                Timestamps.get(rs, "last_seen_at"));
    }

    void markSeen(UUID id, Instant now) {
        db.sql()
                .sql("update auth.session set last_seen_at = :now where id = :id")
                .param("id", id)
                .param("now", Timestamps.of(now))
                .update();
    }

    List<Session> ofAccount(UUID account, Instant now) {
        return db.sql()
                .sql("""
                        select id, created_at, last_seen_at, expires_at, user_agent from auth.session
                        where account_id = :account and ended_at is null and expires_at > :now
                        order by created_at desc limit 200
                        """)
                .param("account", account)
                .param("now", Timestamps.of(now))
                .query((rs, n) -> new Session(
                        rs.getObject("id", UUID.class),
                        Timestamps.get(rs, "created_at"),
                        Timestamps.get(rs, "last_seen_at"),
                        Timestamps.get(rs, "expires_at"),
                        rs.getString("user_agent")))
                .list();
    }

    /** @return whether there was such a session of this account */
    boolean end(UUID id, UUID account, Instant now) {
        return db.sql()
                        .sql("""
                                update auth.session set ended_at = :now
                                where id = :id and account_id = :account and ended_at is null
                                """)
                        .param("id", id)
                        .param("account", account)
                        .param("now", Timestamps.of(now))
                        .update()
                == 1;
    }

    /**
     * Nobody is signed in any more, and no browser is known any more.
     *
     * @return the sessions that were open until now
     */
    List<UUID> endAll(UUID account, Instant now) {
        db.sql()
                .sql("delete from auth.known_device where account_id = :account")
                .param("account", account)
                .update();
        return endAllBut(null, account, now);
    }

    List<UUID> endAllBut(@Nullable UUID kept, UUID account, Instant now) {
        return db.sql()
                .sql("""
                        update auth.session set ended_at = :now
                        where account_id = :account and ended_at is null and id is distinct from :kept
                        returning id
                        """)
                .param("account", account)
                .param("kept", kept, java.sql.Types.OTHER)
                .param("now", Timestamps.of(now))
                .query((rs, n) -> rs.getObject("id", UUID.class))
                .list();
    }

    void insertRefreshToken(String hash, UUID session, Instant now, Instant expires) {
        db.sql()
                .sql("""
                        insert into auth.refresh_token (hash, session_id, issued_at, expires_at)
                        values (:hash, :session, :now, :expires) on conflict (hash) do nothing
                        """)
                .param("hash", bytes(hash))
                .param("session", session)
                .param("now", Timestamps.of(now))
                .param("expires", Timestamps.of(expires))
                .update();
    }

    /** Locks the token's row, so that of two calls with the same token one is second. */
    Optional<RefreshToken> lockRefreshToken(String hash) {
        return db.sql()
                .sql("""
                        select t.session_id, s.account_id, t.expires_at, t.used_at,
                               s.ended_at is not null or a.status <> 'active' as ended
                        from auth.refresh_token t
                        join auth.session s on s.id = t.session_id
                        join auth.account a on a.id = s.account_id
                        where t.hash = :hash
                        for update of t
                        """)
                .param("hash", bytes(hash))
                .query((rs, n) -> new RefreshToken(
                        rs.getObject("session_id", UUID.class),
                        rs.getObject("account_id", UUID.class),
                        Timestamps.get(rs, "expires_at"),
                        Timestamps.getOrNull(rs, "used_at"),
                        rs.getBoolean("ended")))
                .optional();
    }

    void markUsed(String hash, Instant now) {
        db.sql()
                .sql("update auth.refresh_token set used_at = :now where hash = :hash")
                .param("hash", bytes(hash))
                .param("now", Timestamps.of(now))
                .update();
    }

    private static byte @Nullable [] bytes(@Nullable String hex) {
        return hex == null ? null : HexFormat.of().parseHex(hex);
    }
}
