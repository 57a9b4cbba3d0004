package ai.chatforge.document;

import ai.chatforge.document.extract.Segment;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.util.List;
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

    void insert(UUID source, List<Segment> segments) {
        db.sql()
                .sql("""
                        insert into document.segment (source_id, tenant_id, ordinal, page, second, section, body)
                        select :source, :tenant, s.ordinal, s.page, s.second, s.section, s.body
                        from unnest(:ordinals, :pages, :seconds, :sections, :bodies)
                          as s (ordinal, page, second, section, body)
                        """)
                .param("source", source)
                .param("tenant", Tenant.required())
                .param("ordinals", segments.stream().map(Segment::ordinal).toArray(Integer[]::new))
                .param("pages", segments.stream().map(Segment::page).toArray(Integer[]::new))
                .param("seconds", segments.stream().map(Segment::second).toArray(Integer[]::new))
                .param("sections", segments.stream().map(Segment::section).toArray(String[]::new))
                .param("bodies", segments.stream().map(Segment::text).toArray(String[]::new))
                .update();
    }

    void deleteAll(UUID source) {
        db.sql()
                .sql("delete from document.segment where source_id = :source and tenant_id = :tenant")
                .param("source", source)
                .param("tenant", Tenant.required())
                .update();
    }

    List<Segment> range(UUID source, int from, int limit) {
        return db.sql()
                .sql("""
                        select ordinal, page, second, section, body from document.segment
                        where source_id = :source and tenant_id = :tenant and ordinal >= :from
                        order by ordinal limit :limit
                        """)
                .param("source", source)
                .param("tenant", Tenant.required())
                .param("from", from)
                .param("limit", limit)
                .query((rs, n) -> new Segment(
                        rs.getInt("ordinal"),
                        nullable(rs.getObject("page", Integer.class)),
                        nullable(rs.getObject("second", Integer.class)),
                        rs.getString("section"),
                        rs.getString("body")))
                .list();
    }

    private static @Nullable Integer nullable(@Nullable Integer value) {
        return value;
    }
}
