package ai.chatforge.document;

import ai.chatforge.document.api.Sources;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for document.source. */
@Repository
class SourceRepository {
    private static final String DESCRIBED = """
            select id, title, coalesce(former_storage ->> 'fileName', file_name) file_name, url,
              coalesce(former_storage ->> 'mediaType', media_type) media_type, citable
            from document.source
            where id = any(:ids) and bot_id = :bot and tenant_id = :tenant
            """;

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

    List<SourceInfo> describe(UUID bot, List<UUID> ids) {
        return db.single()
                .sql(DESCRIBED)
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

    /**
     * Of the places' sources what is known of them; where one is not citable, what those of the bot are called that are
     * not: of what is found, and of what takes its place. Of the pages of a website those of the segments, as sites are
     * large.
     */
    Sources.Found found(UUID bot, List<UUID> sources, List<Integer> segments) {
        List<SourceInfo> described = new ArrayList<>();
        List<String> unspoken = new ArrayList<>();
        db.single()
                .sql("with found as materialized (" + DESCRIBED + """
                        )
                        select id, title, file_name, url, media_type, citable, null::text[] as unspoken from found
                        union all
                        select null, null, null, null, null, null,
                          array(
                            select array[s.id::text, s.title, s.file_name, s.url, s.former_storage ->> 'fileName']
                            from document.source s
                            where s.bot_id = :bot and s.tenant_id = :tenant and not s.citable order by s.id)
                          || array(
                            select array[g.url, p.url, null, null, null] from unnest(:ids, :segments) w (source_id, ordinal)
                              join document.source s on s.id = w.source_id
                              join document.segment g on g.source_id = s.id and g.ordinal = w.ordinal
                                and g.revision in (s.revision, (s.former_storage ->> 'revision')::int)
                                and g.tenant_id = s.tenant_id
                              left join document.page p on p.source_id = s.id and p.revision = g.revision
                                and p.address = g.url and p.tenant_id = s.tenant_id
                            where s.bot_id = :bot and s.tenant_id = :tenant and not s.citable and s.url is not null)
                        where exists (select from found where not citable)
                        """)
                .param("ids", sources.toArray(new UUID[0]))
                .param("segments", segments.toArray(new Integer[0]))
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((ResultSet rs) -> {
                    Array names = rs.getArray("unspoken");
                    if (names == null) {
                        described.add(info(rs));
                    } else {
                        for (String[] some : (String[][]) names.getArray()) {
                            Arrays.stream(some).filter(Objects::nonNull).forEach(unspoken::add);
                        }
                    }
                });
        return new Sources.Found(described, unspoken.stream().distinct().toList());
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

    static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
