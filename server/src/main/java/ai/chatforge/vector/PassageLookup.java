package ai.chatforge.vector;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for what a search shows: passages of live revisions, and what stands beside them. */
@Repository
class PassageLookup {
    private static final String COLUMNS = """
            p.id, p.source_id, p.revision, p.segment, p.ordinal, p.page, p.second, p.section, p.start_at, p.end_at, p.body
            """;

    private final Database db;

    PassageLookup(@Qualifier("vector") Database db) {
        this.db = db;
    }

    /** Where a passage stands: {@code ordinal} counts within the segment. */
    record Place(UUID source, int revision, int segment, int ordinal) {
        Place moved(int by) {
            return new Place(source, revision, segment, ordinal + by);
        }
    }

    record Placed(Place place, FoundPassage passage) {}

    Map<UUID, Placed> found(UUID bot, Collection<UUID> ids) {
        Map<UUID, Placed> found = new HashMap<>();
        db.single()
                .sql("select " + COLUMNS + """
                        from vector.passage p join vector.live_source s using (source_id, revision)
                        where p.id = any(:ids) and p.bot_id = :bot and p.tenant_id = :tenant
                        """)
                .param("ids", ids.toArray(new UUID[0]))
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((ResultSet rs) -> {
                    Placed placed = placed(rs);
                    found.put(placed.passage().passageId(), placed);
                });
        return found;
    }

    Map<Place, FoundPassage> at(UUID bot, List<Place> places) {
        Map<Place, FoundPassage> found = new HashMap<>();
        db.single()
                .sql("select " + COLUMNS + """
                        from unnest(:sources::uuid[], :revisions::int[], :segments::int[], :ordinals::int[])
                          as w (source_id, revision, segment, ordinal)
                        join vector.passage p using (source_id, revision, segment, ordinal)
                        where p.bot_id = :bot and p.tenant_id = :tenant
                        """)
                .param("sources", places.stream().map(Place::source).toArray(UUID[]::new))
                .param("revisions", places.stream().map(Place::revision).toArray(Integer[]::new))
                .param("segments", places.stream().map(Place::segment).toArray(Integer[]::new))
                .param("ordinals", places.stream().map(Place::ordinal).toArray(Integer[]::new))
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((ResultSet rs) -> {
                    Placed placed = placed(rs);
                    found.put(placed.place(), placed.passage());
                });
        return found;
    }

    /** Vectors by passage; of whichever model each was made with. */
    Map<UUID, float[]> vectors(Collection<UUID> ids) {
        Map<UUID, float[]> vectors = new HashMap<>();
        db.single()
                .sql("select id, embedding from vector.passage where id = any(:ids) and tenant_id = :tenant")
                .param("ids", ids.toArray(new UUID[0]))
                .param("tenant", Tenant.required())
                .query((ResultSet rs) -> {
                    vectors.put(rs.getObject("id", UUID.class), PassageRepository.floats(rs.getBytes("embedding")));
                });
        return vectors;
    }

    private static Placed placed(ResultSet rs) throws SQLException {
        UUID source = rs.getObject("source_id", UUID.class);
        return new Placed(
                new Place(source, rs.getInt("revision"), rs.getInt("segment"), rs.getInt("ordinal")),
                new FoundPassage(
                        rs.getObject("id", UUID.class),
                        source,
                        rs.getInt("segment"),
                        rs.getObject("page", Integer.class),
                        rs.getObject("second", Integer.class),
                        rs.getString("section"),
                        rs.getInt("start_at"),
                        rs.getInt("end_at"),
                        rs.getString("body"),
                        0));
    }
}
