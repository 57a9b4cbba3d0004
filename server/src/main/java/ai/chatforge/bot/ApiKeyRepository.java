package ai.chatforge.bot;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for bot.api_key, and its part of bot.secret. */
@Repository
class ApiKeyRepository {
    private final Database db;

    ApiKeyRepository(@Qualifier("bot") Database db) {
        this.db = db;
    }

    /** A key, and the bot that it opens. */
    record Opening(UUID bot, ApiKey key) {}

    void insert(UUID bot, ApiKey key, String hash) {
        db.sql()
                .sql("""
                        insert into bot.api_key (id, tenant_id, bot_id, name, prefix, hash, scopes, created_at, expires_at)
                        values (:id, :tenant, :bot, :name, :prefix, :hash, :scopes, :now, :expires)
                        """)
                .param("id", key.id())
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .param("name", key.name())
                .param("prefix", key.prefix())
                .param("hash", HexFormat.of().parseHex(hash))
                .param("scopes", key.scopes().stream().map(ApiKey.Scope::text).toArray(String[]::new))
                .param("now", Timestamps.of(key.createdAt()))
                .param("expires", key.expiresAt() == null ? null : Timestamps.of(key.expiresAt()))
                .update();
        db.sql()
                .sql("insert into bot.secret (hash, tenant_id, api_key_id) values (:hash, :tenant, :id)")
                .param("hash", HexFormat.of().parseHex(hash))
                .param("tenant", Tenant.required())
                .param("id", key.id())
                .update();
    }

    /** Newest first, without those that were revoked. */
    List<ApiKey> of(UUID bot) {
        return db.sql()
                .sql(
                        "select * from bot.api_key where bot_id = :bot and tenant_id = :tenant and revoked_at is null order by id desc")
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> key(rs))
                .list();
    }

    boolean revoke(UUID bot, UUID id, Instant now) {
        return db.sql()
                        .sql("""
                                update bot.api_key set revoked_at = :now
                                where id = :id and bot_id = :bot and tenant_id = :tenant and revoked_at is null
                                """)
                        .param("now", Timestamps.of(now))
                        .param("id", id)
                        .param("bot", bot)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
    }

    /** Whose bot a key opens, unless that account is shut out; before any tenant is known. */
    Optional<UUID> tenantOf(String hash) {
        return db.sql()
                .sql("""
                        select tenant_id from bot.secret s
                        where hash = :hash and api_key_id is not null
                          and not exists (select from bot.suspended x where x.tenant_id = s.tenant_id)
                        """)
                .param("hash", HexFormat.of().parseHex(hash))
                .query(UUID.class)
                .optional();
    }

    Optional<Opening> live(String hash, Instant now) {
        return db.sql()
                .sql("""
                        select * from bot.api_key
                        where hash = :hash and tenant_id = :tenant and revoked_at is null
                          and (expires_at is null or expires_at > :now)
                        """)
                .param("hash", HexFormat.of().parseHex(hash))
                .param("tenant", Tenant.required())
                .param("now", Timestamps.of(now))
                .query((rs, n) -> new Opening(rs.getObject("bot_id", UUID.class), key(rs)))
                .optional();
    }

    void markUsed(UUID id, Instant now) {
        db.sql()
                .sql("update bot.api_key set last_used_at = :now where id = :id and tenant_id = :tenant")
                .param("now", Timestamps.of(now))
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    private static ApiKey key(ResultSet rs) throws SQLException {
        Set<ApiKey.Scope> scopes = Arrays.stream(
                        (String[]) rs.getArray("scopes").getArray())
                .map(ApiKey.Scope::of)
                .collect(Collectors.toUnmodifiableSet());
        return new ApiKey(
                rs.getObject("id", UUID.class),
                rs.getString("name"),
                rs.getString("prefix"),
                scopes,
                Timestamps.get(rs, "created_at"),
                Timestamps.getOrNull(rs, "expires_at"),
                Timestamps.getOrNull(rs, "last_used_at"));
    }
}
