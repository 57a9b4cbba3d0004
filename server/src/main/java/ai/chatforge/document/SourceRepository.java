package ai.chatforge.document;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
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

    void insert(UUID id, UUID bot, NewSource source, boolean waits, Instant now) {
        Content content = source.content();
        Source.Crawl crawl = source.crawl();
        db.sql()
                .sql("""
                    insert into document.source (id, tenant_id, bot_id, type, title, file_name, url, media_type,
                      citable, size_bytes, sha256, storage_key, crawl_depth, crawl_pages, refresh, language,
                      status, stage, stage_at, created_at, updated_at)
                    values (:id, :tenant, :bot, :type, :title, :fileName, :url, :mediaType,
                      :citable, :size, :sha256, :key, :depth::int, :pages::int, :refresh, :language,
                      'pending', :stage, :now, :now, :now)
                    """)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .param("type", key(source.type()))
                .param("title", source.title())
                .param("fileName", content == null ? null : content.fileName())
                .param("url", source.url())
                .param("mediaType", source.mediaType())
                .param("citable", source.citable())
                .param("size", content == null ? 0 : content.size())
                .param("sha256", content == null ? "" : content.sha256())
                .param("key", content == null ? null : content.storageKey())
                .param("depth", crawl == null ? null : crawl.depth())
                .param("pages", crawl == null ? null : crawl.pages())
                .param("refresh", key(source.refresh()))
                .param("language", source.language())
                .param("stage", waits ? key(Source.Stage.WAITING) : null)
                .param("now", Timestamps.of(now))
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
                .query((rs, n) -> SourceRows.source(rs))
                .optional();
    }

    Optional<Source> find(UUID id) {
        return db.sql()
                .sql("select * from document.source where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query((rs, n) -> SourceRows.source(rs))
                .optional();
    }

    /**
     * Oldest first; one row more than the page holds.
     *
     * @param all whether learn-only ones, too: whoever may not see them must not learn an id as cursor either
     */
    List<Source> page(UUID bot, boolean all, @Nullable UUID after, int limit) {
        return db.sql()
                .sql("""
                    select * from document.source
                    where bot_id = :bot and tenant_id = :tenant and (:all or citable)
                      and (:after::uuid is null or id > :after::uuid)
                    order by id limit :limit
                    """)
                .param("bot", bot)
                .param("all", all)
                .param("tenant", Tenant.required())
                .param("after", after)
                .param("limit", limit + 1)
                .query((rs, n) -> SourceRows.source(rs))
                .list();
    }

    /** Oldest first; of more than {@code most} those under way, then those that failed or are held back, then the newest. */
    List<Source> foremost(UUID bot, boolean all, int most) {
        return db.sql()
                .sql("""
                    select * from (
                      select * from document.source
                      where bot_id = :bot and tenant_id = :tenant and (:all or citable)
                      order by case when status = 'processing' or status = 'pending' and stage is not null then 0
                        when status = 'ready' then 2 else 1 end, id desc
                      limit :most) as foremost
                    order by id
                    """)
                .param("bot", bot)
                .param("all", all)
                .param("tenant", Tenant.required())
                .param("most", most)
                .query((rs, n) -> SourceRows.source(rs))
                .list();
    }

    TrainingStatus.Counts counts(UUID bot, boolean all) {
        return db.sql()
                .sql("""
                    select count(*) filter (where status = 'pending'), count(*) filter (where status = 'processing'),
                      count(*) filter (where status = 'ready'), count(*) filter (where status = 'failed')
                    from document.source where bot_id = :bot and tenant_id = :tenant and (:all or citable)
                    """)
                .param("bot", bot)
                .param("all", all)
                .param("tenant", Tenant.required())
                .query((rs, n) -> new TrainingStatus.Counts(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4)))
                .single();
    }

    /** What is null stays as it is. */
    void change(UUID id, @Nullable String title, @Nullable Boolean citable, Instant now) {
        db.sql()
                .sql("""
                    update document.source set title = coalesce(:title, title),
                      citable = coalesce(:citable::boolean, citable), updated_at = :now
                    where id = :id and tenant_id = :tenant
                    """)
                .param("title", title)
                .param("citable", citable)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("now", Timestamps.of(now))
                .update();
    }

    /** The present one until the transaction ends. */
    Optional<Source> lock(UUID bot, UUID id) {
        return db.sql()
                .sql("""
                    select * from document.source where id = :id and bot_id = :bot and tenant_id = :tenant for update
                    """)
                .param("id", id)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> SourceRows.source(rs))
                .optional();
    }

    Optional<Source> lock(UUID id) {
        return db.sql()
                .sql("select * from document.source where id = :id and tenant_id = :tenant for update")
                .param("id", id)
                .param("tenant", Tenant.required())
                .query((rs, n) -> SourceRows.source(rs))
                .optional();
    }

    void refresh(UUID id, Source.Refresh refresh, @Nullable Instant next) {
        db.sql()
                .sql("""
                    update document.source set refresh = :refresh, next_fetch_at = :next
                    where id = :id and tenant_id = :tenant
                    """)
                .param("refresh", key(refresh))
                .param("next", next == null ? null : Timestamps.of(next), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    void fetched(UUID id, Source.LastFetch fetch) {
        db.sql()
                .sql("""
                    update document.source set last_fetch_at = :at, last_fetch_outcome = :outcome,
                      last_fetch_message = :message where id = :id and tenant_id = :tenant
                    """)
                .param("at", Timestamps.of(fetch.at()))
                .param("outcome", key(fetch.outcome()))
                .param("message", fetch.message())
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    /** Gives it the title that was fetched, unless somebody gave it one. */
    void titled(UUID id, String title, long bytes, String sha256) {
        db.sql()
                .sql("""
                    update document.source set title = case when title = left(url, 200) then :title else title end,
                      size_bytes = :bytes, sha256 = :sha256 where id = :id and tenant_id = :tenant
                    """)
                .param("title", title.length() > 200 ? title.substring(0, 200) : title)
                .param("bytes", bytes)
                .param("sha256", sha256)
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    void delete(UUID id) {
        db.sql()
                .sql("delete from document.source where id = :id and tenant_id = :tenant")
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    /** @return the storage keys of what was deleted, of files that are replaced too */
    List<String> deleteOfBot(UUID bot) {
        return db
                .sql()
                .sql("""
                    delete from document.source where bot_id = :bot and tenant_id = :tenant
                    returning array_remove(array[storage_key, former_storage ->> 'storageKey'], null)
                    """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> (String[]) rs.getArray(1).getArray())
                .stream()
                .flatMap(Arrays::stream)
                .toList();
    }

    /** After its sources are gone: whoever made one until then is through. */
    void forgetNames(UUID bot) {
        db.sql()
                .sql("delete from document.private_names where bot_id = :bot and tenant_id = :tenant")
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .update();
    }

    static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
