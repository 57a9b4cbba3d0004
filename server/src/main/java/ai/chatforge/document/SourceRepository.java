package ai.chatforge.document;

import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for document.source. */
@Repository
class SourceRepository {
    private final Database db;

    SourceRepository(@Qualifier("document") Database db) {
        this.db = db;
    }

    void insert(Source source, String sha256) {
        db.sql()
                .sql("""
                    insert into document.source (id, tenant_id, bot_id, type, title, file_name, url, media_type,
                      citable, size_bytes, sha256, storage_key, status, stage, created_at, updated_at)
                    values (:id, :tenant, :bot, :type, :title, :fileName, :url, :mediaType,
                      :citable, :size, :sha256, :key, :status, :stage, :now, :now)
                    """)
                .param("id", source.id())
                .param("tenant", source.tenantId())
                .param("bot", source.chatbotId())
                .param("type", key(source.type()))
                .param("title", source.title())
                .param("fileName", source.fileName())
                .param("url", source.url())
                .param("mediaType", source.mediaType())
                .param("citable", source.citable())
                .param("size", source.sizeBytes())
                .param("sha256", sha256)
                .param("key", source.storageKey())
                .param("status", key(source.status()))
                .param("stage", source.stage() == null ? null : key(source.stage()))
                .param("now", Timestamps.of(source.createdAt()))
                .update();
    }

    /** Until the transaction ends, nobody else adds a source to the bot. */
    void lockCount(UUID bot) {
        db.sql()
                .sql("select pg_advisory_xact_lock(hashtextextended('document.source ' || ?, 0))")
                .param(bot.toString())
                .query((rs, n) -> bot)
                .single();
    }

    long count(UUID bot) {
        return db.sql()
                .sql("select count(*) from document.source where bot_id = :bot and tenant_id = :tenant")
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query(Long.class)
                .single();
    }

    Optional<Source> find(UUID bot, UUID id) {
        return db.sql()
                .sql("select * from document.source where id = :id and bot_id = :bot and tenant_id = :tenant")
                .param("id", id)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> source(rs))
                .optional();
    }

    Optional<Source> find(UUID id) {
        return db.sql()
                .sql("select * from document.source where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query((rs, n) -> source(rs))
                .optional();
    }

    /** Oldest first; one row more than the page holds. */
    List<Source> page(UUID bot, @Nullable UUID after, int limit) {
        return db.sql()
                .sql("""
                    select * from document.source
                    where bot_id = :bot and tenant_id = :tenant and (:after::uuid is null or id > :after::uuid)
                    order by id limit :limit
                    """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .param("after", after)
                .param("limit", limit + 1)
                .query((rs, n) -> source(rs))
                .list();
    }

    List<SourceInfo> describe(UUID bot, List<UUID> ids) {
        return db.sql()
                .sql("""
                    select id, title, file_name, url, media_type, citable from document.source
                    where id = any(:ids) and bot_id = :bot and tenant_id = :tenant
                    """)
                .param("ids", ids.toArray(new UUID[0]))
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> info(rs))
                .list();
    }

    private static SourceInfo info(ResultSet rs) throws SQLException {
        UUID id = rs.getObject("id", UUID.class);
        if (!rs.getBoolean("citable")) {
            return SourceInfo.unspoken(id);
        }
        return new SourceInfo(
                id,
                rs.getString("title"),
                rs.getString("file_name"),
                rs.getString("url"),
                rs.getString("media_type"),
                true);
    }

    /** What those of a bot that are not citable are called. */
    List<String> unspoken(UUID bot) {
        return db.sql()
                .sql("""
                    select name from document.source s,
                      lateral (values (s.id::text), (s.title), (s.file_name), (s.url)) as names (name)
                    where s.bot_id = :bot and s.tenant_id = :tenant and not s.citable and name is not null
                    """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> rs.getString(1))
                .list();
    }

    /** What is null stays as it is. */
    void change(UUID id, @Nullable String title, @Nullable Boolean citable, Instant now) {
        db.sql()
                .sql("""
                    update document.source set title = coalesce(:title, title),
                      citable = coalesce(:citable::boolean, citable), updated_at = :now
                    where id = :id
                    """)
                .param("title", title)
                .param("citable", citable)
                .param("id", id)
                .param("now", Timestamps.of(now))
                .update();
    }

    /** Puts those that wait or failed in line, and returns them. */
    List<UUID> restart(UUID bot, Instant now) {
        return db.sql()
                .sql("""
                    update document.source
                    set status = 'pending', stage = 'waiting', error_code = null, error_message = null,
                        updated_at = :now
                    where bot_id = :bot and tenant_id = :tenant and status in ('pending', 'failed')
                    returning id
                    """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .param("now", Timestamps.of(now))
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
    }

    void extracting(UUID id, int done, @Nullable Integer total, Instant now) {
        db.sql()
                .sql("""
                    update document.source set status = 'processing', stage = 'extracting', done = :done,
                      total = :total::int, updated_at = :now
                    where id = :id
                    """)
                .param("done", done)
                .param("total", total)
                .param("id", id)
                .param("now", Timestamps.of(now))
                .update();
    }

    void extracted(UUID id, int segments, @Nullable Integer pages, Instant now) {
        db.sql()
                .sql("""
                    update document.source set extracted = true, segments = :segments, pages = :pages::int,
                      stage = 'embedding', done = 0, total = :segments, updated_at = :now
                    where id = :id
                    """)
                .param("segments", segments)
                .param("pages", pages)
                .param("id", id)
                .param("now", Timestamps.of(now))
                .update();
    }

    void embedding(UUID id, int done, int passages, Instant now) {
        db.sql()
                .sql("""
                    update document.source set status = 'processing', stage = 'embedding', done = :done,
                      passages = :passages, updated_at = :now
                    where id = :id
                    """)
                .param("done", done)
                .param("passages", passages)
                .param("id", id)
                .param("now", Timestamps.of(now))
                .update();
    }

    void ready(UUID id, int passages, Instant now) {
        db.sql()
                .sql("""
                    update document.source set status = 'ready', stage = null, done = coalesce(total, done),
                      passages = :passages, error_code = null, error_message = null, updated_at = :now
                    where id = :id
                    """)
                .param("passages", passages)
                .param("id", id)
                .param("now", Timestamps.of(now))
                .update();
    }

    void failed(UUID id, String code, String message, Instant now) {
        db.sql()
                .sql("""
                    update document.source set status = 'failed', stage = null, error_code = :code,
                      error_message = :message, updated_at = :now
                    where id = :id
                    """)
                .param("code", code)
                .param("message", message)
                .param("id", id)
                .param("now", Timestamps.of(now))
                .update();
    }

    void delete(UUID id) {
        db.sql()
                .sql("delete from document.source where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    /** @return the storage keys of what was deleted */
    List<String> deleteOfBot(UUID bot) {
        return db.sql()
                .sql("delete from document.source where bot_id = :bot and tenant_id = :tenant returning storage_key")
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> rs.getString(1))
                .list();
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Source source(ResultSet rs) throws SQLException {
        String mediaType = rs.getString("media_type");
        String stage = rs.getString("stage");
        String error = rs.getString("error_code");
        return new Source(
                rs.getObject("id", UUID.class),
                rs.getObject("tenant_id", UUID.class),
                rs.getObject("bot_id", UUID.class),
                Source.Type.valueOf(rs.getString("type").toUpperCase(Locale.ROOT)),
                rs.getString("title"),
                rs.getString("file_name"),
                rs.getString("url"),
                mediaType,
                rs.getLong("size_bytes"),
                rs.getString("storage_key"),
                rs.getBoolean("citable"),
                Source.Status.valueOf(rs.getString("status").toUpperCase(Locale.ROOT)),
                stage == null ? null : Source.Stage.valueOf(stage.toUpperCase(Locale.ROOT)),
                rs.getInt("revision"),
                rs.getBoolean("extracted"),
                new Source.Progress(
                        rs.getInt("done"),
                        rs.getObject("total", Integer.class),
                        mediaType.equals("application/pdf") ? "pages" : "sections"),
                rs.getObject("segments", Integer.class),
                rs.getObject("passages", Integer.class),
                rs.getObject("pages", Integer.class),
                error == null ? null : new Source.Fault(error, rs.getString("error_message")),
                Timestamps.get(rs, "created_at"),
                Timestamps.get(rs, "updated_at"));
    }
}
