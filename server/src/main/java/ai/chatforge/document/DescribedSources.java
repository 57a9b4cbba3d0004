package ai.chatforge.document;

import ai.chatforge.document.api.Sources;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** What an answer has to know of sources: how they are called, and what must not be called by its name. */
@Repository
class DescribedSources {
    private static final int CHARACTERS = 8 << 20;
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final String DESCRIBED = """
            select id, title, coalesce(former_storage ->> 'fileName', file_name) file_name, url,
              coalesce(former_storage ->> 'mediaType', media_type) media_type, citable
            from document.source
            where id = any(:ids) and bot_id = :bot and tenant_id = :tenant
            """;

    private final Database db;
    /** By bot. Each question asks whether they are still those, and most of the time they are. */
    private final Cache<UUID, Names> known = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS)
            .weigher((UUID bot, Names names) ->
                    names.all().stream().mapToInt(String::length).sum())
            .expireAfterWrite(LIFE)
            .build();

    DescribedSources(@Qualifier("document") Database db) {
        this.db = db;
    }

    /**
     * Of the sources of a bot that are not citable.
     *
     * @param version another one when any of them is called by another name, comes or goes
     */
    private record Names(String version, List<String> all) {
        private static final Names NONE = new Names("", List.of());
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
        Names former = Objects.requireNonNullElse(known.getIfPresent(bot), Names.NONE);
        List<SourceInfo> described = new ArrayList<>();
        AtomicReference<List<String>> unspoken = new AtomicReference<>(List.of());
        // Without a version there is another one each time.
        db.single()
                .sql("with found as materialized (" + DESCRIBED + """
                        ), version as materialized (
                          select coalesce((select version::text from document.private_names
                            where bot_id = :bot and tenant_id = :tenant), gen_random_uuid()::text) as stamp
                          where exists (select from found where not citable))
                        select id, title, file_name, url, media_type, citable,
                          null as version, null::text[] as names, null::text[] as pages from found
                        union all
                        select null, null, null, null, null, null, version.stamp,
                          case when version.stamp <> :version then array(
                            select array[s.id::text, s.title, s.file_name, s.url, s.former_storage ->> 'fileName']
                            from document.source s
                            where s.bot_id = :bot and s.tenant_id = :tenant and not s.citable order by s.id) end,
                          case when exists (select from found where not citable and url is not null) then array(
                            select array[g.url, p.url] from unnest(:ids, :segments) w (source_id, ordinal)
                              join document.source s on s.id = w.source_id
                              join document.segment g on g.source_id = s.id and g.ordinal = w.ordinal
                                and g.revision in (s.revision, (s.former_storage ->> 'revision')::int)
                                and g.tenant_id = s.tenant_id
                              left join document.page p on p.source_id = s.id and p.revision = g.revision
                                and p.address = g.url and p.tenant_id = s.tenant_id
                            where s.bot_id = :bot and s.tenant_id = :tenant and not s.citable and s.url is not null) end
                        from version
                        """)
                .param("ids", sources.toArray(new UUID[0]))
                .param("segments", segments.toArray(new Integer[0]))
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .param("version", former.version())
                .query((ResultSet rs) -> {
                    String version = rs.getString("version");
                    if (version == null) {
                        described.add(info(rs));
                    } else {
                        unspoken.set(
                                with(names(bot, former, version, rs.getArray("names")), texts(rs.getArray("pages"))));
                    }
                });
        return new Sources.Found(described, unspoken.get());
    }

    /** Without pages the very list that is kept: what was made of it is known again by it. */
    private static List<String> with(List<String> names, List<String> pages) {
        return pages.isEmpty()
                ? names
                : Stream.concat(names.stream(), pages.stream()).toList();
    }

    private List<String> names(UUID bot, Names former, String version, @Nullable Array names) throws SQLException {
        if (names == null) {
            return former.all();
        }
        List<String> all = texts(names);
        known.put(bot, new Names(version, all));
        return all;
    }

    private static List<String> texts(@Nullable Array table) throws SQLException {
        // One without rows has one dimension only.
        return table != null && table.getArray() instanceof String[][] rows
                ? Arrays.stream(rows)
                        .flatMap(Arrays::stream)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()
                : List.of();
    }
}
