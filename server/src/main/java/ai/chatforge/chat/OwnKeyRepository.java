package ai.chatforge.chat;

import ai.chatforge.platform.crypto.SealedColumn;
import ai.chatforge.platform.crypto.Sealer;
import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SQL for chat.provider_key, chat.provider_secret and chat.bot_models. */
@Repository
class OwnKeyRepository {
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private final Database db;
    private final Sealer sealer;
    private final JsonMapper json;

    OwnKeyRepository(@Qualifier("chat") Database db, Sealers sealers, JsonMapper json) {
        this.db = db;
        this.sealer = sealers.of(db);
        this.json = json;
    }

    /** A key that is open. */
    record Opened(OwnKey key, String secret) {
        @Override
        public String toString() {
            return "Opened[" + key.provider() + "]";
        }
    }

    /** Of the account, or of one of its bots. */
    List<OwnKey> all(@Nullable UUID bot) {
        return db.sql()
                .sql("""
                    select * from chat.provider_key
                    where tenant_id = :tenant and bot_id is not distinct from :bot::uuid order by provider
                    """)
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .query((rs, n) -> key(rs))
                .list();
    }

    /** What holds for a bot: its own, and those of its account; the bot's come first. */
    List<Opened> opened(@Nullable UUID bot) {
        return db.sql()
                .sql("""
                    select k.*, s.sealed_key from chat.provider_key k join chat.provider_secret s on s.id = k.id
                    where k.tenant_id = :tenant and (k.bot_id is null or k.bot_id = :bot::uuid)
                    order by k.bot_id nulls last, k.provider
                    """)
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .query((rs, n) -> {
                    OwnKey key = key(rs);
                    byte[] secret = sealer.open(SealedColumn.PROVIDER_KEY, key.id(), rs.getBytes("sealed_key"));
                    return new Opened(key, new String(secret, StandardCharsets.UTF_8));
                })
                .list();
    }

    Optional<Opened> opened(ProviderKind provider, @Nullable UUID bot) {
        return opened(bot).stream()
                .filter(one -> one.key().provider() == provider
                        && Objects.equals(one.key().botId(), bot))
                .findFirst();
    }

    /** In the place of one that is there. */
    void save(OwnKey key, String secret) {
        delete(key.provider(), key.botId());
        db.sql()
                .sql("""
                    insert into chat.provider_key
                      (id, tenant_id, bot_id, provider, base_url, models, last_four, created_at, updated_at)
                    values (:id, :tenant, :bot, :provider, :address, :models, :four, :created, :updated)
                    """)
                .param("id", key.id())
                .param("tenant", Tenant.required())
                .param("bot", key.botId(), Types.OTHER)
                .param("provider", key.provider().key())
                .param("address", key.baseUrl())
                .param("models", key.models() == null ? null : json.writeValueAsString(key.models()))
                .param("four", key.lastFour())
                .param("created", Timestamps.of(key.createdAt()))
                .param("updated", Timestamps.of(key.updatedAt()))
                .update();
        db.sql()
                .sql("insert into chat.provider_secret (id, sealed_key) values (:id, :sealed)")
                .param("id", key.id())
                .param("sealed", sealer.seal(SealedColumn.PROVIDER_KEY, key.id(), secret))
                .update();
    }

    /** @return whether there was one; its secret goes with it */
    boolean delete(ProviderKind provider, @Nullable UUID bot) {
        return db.sql()
                        .sql("""
                    delete from chat.provider_key
                    where tenant_id = :tenant and provider = :provider and bot_id is not distinct from :bot::uuid
                    """)
                        .param("tenant", Tenant.required())
                        .param("provider", provider.key())
                        .param("bot", bot)
                        .update()
                > 0;
    }

    void deleteOfBot(UUID bot) {
        db.sql()
                .sql("delete from chat.provider_key where tenant_id = :tenant and bot_id = :bot")
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .update();
        db.sql()
                .sql("delete from chat.bot_models where tenant_id = :tenant and bot_id = :bot")
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .update();
    }

    /** As provider/model; absent: the operator's order holds. */
    Optional<List<String>> fallback(UUID bot) {
        return db.sql()
                .sql("select fallback from chat.bot_models where tenant_id = :tenant and bot_id = :bot")
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .query((rs, n) -> json.readValue(rs.getString(1), NAMES))
                .optional();
    }

    void saveFallback(UUID bot, @Nullable List<String> order, Instant now) {
        if (order == null) {
            db.sql()
                    .sql("delete from chat.bot_models where tenant_id = :tenant and bot_id = :bot")
                    .param("tenant", Tenant.required())
                    .param("bot", bot)
                    .update();
            return;
        }
        db.sql()
                .sql("""
                    insert into chat.bot_models (bot_id, tenant_id, fallback, updated_at)
                    values (:bot, :tenant, :fallback, :now)
                    on conflict (bot_id) do update set fallback = excluded.fallback, updated_at = excluded.updated_at
                    """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .param("fallback", json.writeValueAsString(order))
                .param("now", Timestamps.of(now))
                .update();
    }

    private OwnKey key(ResultSet rs) throws SQLException {
        String models = rs.getString("models");
        return new OwnKey(
                rs.getObject("id", UUID.class),
                ProviderKind.valueOf(rs.getString("provider").toUpperCase(Locale.ROOT)),
                rs.getObject("bot_id", UUID.class),
                rs.getString("base_url"),
                models == null ? null : json.readValue(models, NAMES),
                rs.getString("last_four"),
                Timestamps.get(rs, "created_at"),
                Timestamps.get(rs, "updated_at"));
    }
}
