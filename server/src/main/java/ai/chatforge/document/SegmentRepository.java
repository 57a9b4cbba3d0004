package ai.chatforge.document;

import ai.chatforge.document.extract.Segment;
import ai.chatforge.document.web.VideoAddress;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for document.segment. */
@Repository
class SegmentRepository {
    private final Database db;

    SegmentRepository(@Qualifier("document") Database db) {
        this.db = db;
    }

    /** @param url of the page of a website that they are from */
    void insert(UUID source, int revision, List<Segment> segments, @Nullable String url) {
        db.sql()
                .sql("""
                    insert into document.segment
                      (source_id, revision, tenant_id, ordinal, page, second, section, body, url)
                    select :source, :revision, :tenant, s.ordinal, s.page, s.second, s.section, s.body, :url
                    from unnest(:ordinals, :pages, :seconds, :sections, :bodies)
                      as s (ordinal, page, second, section, body)
                    """)
                .param("source", source)
                .param("revision", revision)
                .param("tenant", Tenant.required())
                .param("ordinals", segments.stream().map(Segment::ordinal).toArray(Integer[]::new))
                .param("pages", segments.stream().map(Segment::page).toArray(Integer[]::new))
                .param("seconds", segments.stream().map(Segment::second).toArray(Integer[]::new))
                .param("sections", segments.stream().map(Segment::section).toArray(String[]::new))
                .param("bodies", segments.stream().map(Segment::text).toArray(String[]::new))
                .param("url", url)
                .update();
    }

    /** Takes over a page that did not change; returns how many segments it has. */
    int copy(UUID source, int from, int to, String url, int firstOrdinal) {
        return db.sql()
                .sql("""
                    insert into document.segment
                      (source_id, revision, tenant_id, ordinal, page, second, section, body, url)
                    select source_id, :to, tenant_id, :first + row_number() over (order by ordinal) - 1,
                      page, second, section, body, url
                    from document.segment
                    where source_id = :source and revision = :from and url = :url and tenant_id = :tenant
                    """)
                .param("source", source)
                .param("from", from)
                .param("to", to)
                .param("url", url)
                .param("first", firstOrdinal)
                .param("tenant", Tenant.required())
                .update();
    }

    int next(UUID source, int revision) {
        return db.sql()
                .sql("""
                    select coalesce(max(ordinal) + 1, 0) from document.segment
                    where source_id = :source and revision = :revision and tenant_id = :tenant
                    """)
                .param("source", source)
                .param("revision", revision)
                .param("tenant", Tenant.required())
                .query(Integer.class)
                .single();
    }

    void deleteOf(UUID source, int revision) {
        delete(source, revision, "revision = :revision");
    }

    /** Of all revisions but one. */
    void deleteOthers(UUID source, int revision) {
        delete(source, revision, "revision <> :revision");
    }

    private void delete(UUID source, int revision, String which) {
        for (String table : List.of("document.segment", "document.page")) {
            db.sql()
                    .sql("delete from " + table + " where source_id = :source and tenant_id = :tenant and " + which)
                    .param("source", source)
                    .param("tenant", Tenant.required())
                    .param("revision", revision)
                    .update();
        }
    }

    List<Segment> range(UUID source, int revision, int from, int limit) {
        return placed(source, revision, from, limit).stream()
                .map(Placed::segment)
                .toList();
    }

    /** @param url of the page of a website that it is from */
    record Placed(Segment segment, @Nullable String url) {}

    List<Placed> placed(UUID source, int revision, int from, int limit) {
        return db.sql()
                .sql("""
                    select ordinal, page, second, section, body, url from document.segment
                    where source_id = :source and revision = :revision and tenant_id = :tenant and ordinal >= :from
                    order by ordinal limit :limit
                    """)
                .param("source", source)
                .param("revision", revision)
                .param("tenant", Tenant.required())
                .param("from", from)
                .param("limit", limit)
                .query((rs, n) -> new Placed(
                        new Segment(
                                rs.getInt("ordinal"),
                                nullable(rs.getObject("page", Integer.class)),
                                nullable(rs.getObject("second", Integer.class)),
                                rs.getString("section"),
                                rs.getString("body")),
                        rs.getString("url")))
                .list();
    }

    /** Where a segment of what is fetched stands in the web. */
    record Address(
            UUID source,
            int segment,
            Source.Type type,
            String url,
            @Nullable Integer second) {

        /** Of a video where something is said. */
        String exact() {
            return type == Source.Type.VIDEO && second != null ? VideoAddress.at(url, second) : url;
        }
    }

    List<Address> addresses(UUID bot, List<UUID> sources, List<Integer> ordinals) {
        return db.single()
                .sql("""
                    select s.id, p.ordinal, s.type, coalesce(g.url, s.url) url, g.second
                    from unnest(:sources, :ordinals) p (source_id, ordinal)
                      join document.source s on s.id = p.source_id and s.bot_id = :bot and s.tenant_id = :tenant
                      left join document.segment g on g.source_id = s.id and g.ordinal = p.ordinal
                        and g.revision = coalesce((s.former_storage ->> 'revision')::int, s.revision)
                        and g.tenant_id = s.tenant_id
                    where s.url is not null and s.citable
                    """)
                .param("sources", sources.toArray(new UUID[0]))
                .param("ordinals", ordinals.toArray(new Integer[0]))
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> new Address(
                        rs.getObject("id", UUID.class),
                        rs.getInt("ordinal"),
                        Source.Type.valueOf(rs.getString("type").toUpperCase(Locale.ROOT)),
                        rs.getString("url"),
                        nullable(rs.getObject("second", Integer.class))))
                .list();
    }

    private static @Nullable Integer nullable(@Nullable Integer value) {
        return value;
    }
}
