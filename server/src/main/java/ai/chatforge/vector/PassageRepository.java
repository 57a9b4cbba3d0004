package ai.chatforge.vector;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.vector.PassageIndex.SourceKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for vector.passage, vector.live_source and vector.deleted. */
@Repository
class PassageRepository {
    private static final int BATCH = 200;
    private static final int PAGE = 500;

    private final Database db;

    PassageRepository(@Qualifier("vector") Database db) {
        this.db = db;
    }

    /** A source that is to be found, of whichever tenant. */
    record LiveSource(SourceKey key, UUID tenantId, int passages) {}

    void insert(UUID bot, UUID source, int revision, String model, List<Passage> passages) {
        UUID tenant = Tenant.required();
        db.jdbc().batchUpdate("""
                        insert into vector.passage (id, tenant_id, bot_id, source_id, revision, segment, ordinal, page,
                          section, start_at, end_at, body, content_hash, model, embedding, second)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (source_id, revision, segment, ordinal) do nothing
                        """, passages, BATCH, (sql, p) -> {
            sql.setObject(1, p.id());
            sql.setObject(2, tenant);
            sql.setObject(3, bot);
            sql.setObject(4, source);
            sql.setInt(5, revision);
            sql.setString(14, model);
            bind(sql, p);
        });
    }

    private static void bind(PreparedStatement sql, Passage p) throws SQLException {
        sql.setInt(6, p.segment());
        sql.setInt(7, p.ordinal());
        sql.setObject(8, p.page(), Types.INTEGER);
        sql.setString(9, p.section());
        sql.setInt(10, p.start());
        sql.setInt(11, p.end());
        sql.setString(12, p.body());
        sql.setBytes(13, p.contentHash());
        sql.setBytes(15, bytes(p.embedding()));
        sql.setObject(16, p.second(), Types.INTEGER);
    }

    /** Segments of this revision that are done already. */
    Set<Integer> segmentsDone(UUID source, int revision, Collection<Integer> among) {
        return new HashSet<>(db.sql()
                .sql("""
                        select distinct segment from vector.passage
                        where source_id = :source and revision = :revision and segment = any(:among)
                          and tenant_id = :tenant
                        """)
                .param("source", source)
                .param("revision", revision)
                .param("among", among.toArray(new Integer[0]))
                .param("tenant", Tenant.required())
                .query((rs, n) -> rs.getInt(1))
                .list());
    }

    /** Vectors that the tenant has of the same content, by hash in hexadecimal. */
    Map<String, float[]> known(Collection<byte[]> hashes, String model) {
        Map<String, float[]> known = new HashMap<>();
        db.sql()
                .sql("""
                        select distinct on (content_hash) content_hash, embedding from vector.passage
                        where tenant_id = :tenant and content_hash = any(:hashes) and model = :model
                        """)
                .param("tenant", Tenant.required())
                .param("hashes", hashes.toArray(new byte[0][]))
                .param("model", model)
                .query((ResultSet rs) -> {
                    known.put(HexFormat.of().formatHex(rs.getBytes(1)), floats(rs.getBytes(2)));
                });
        return known;
    }

    int count(UUID source, int revision) {
        return db.sql()
                .sql("""
                        select count(*) from vector.passage
                        where source_id = :source and revision = :revision and tenant_id = :tenant
                        """)
                .param("source", source)
                .param("revision", revision)
                .param("tenant", Tenant.required())
                .query((rs, n) -> rs.getInt(1))
                .single();
    }

    void makeLive(LiveSource source) {
        db.sql()
                .sql("""
                        delete from vector.passage
                        where source_id = :source and revision <> :revision and tenant_id = :tenant
                        """)
                .param("tenant", source.tenantId())
                .param("source", source.key().sourceId())
                .param("revision", source.key().revision())
                .update();
        db.sql()
                .sql("""
                        insert into vector.live_source (source_id, bot_id, tenant_id, revision, passages)
                        values (:source, :bot, :tenant, :revision, :passages)
                        on conflict (source_id) do update
                          set revision = excluded.revision, passages = excluded.passages
                          where live_source.tenant_id = excluded.tenant_id
                        """)
                .param("source", source.key().sourceId())
                .param("bot", source.key().botId())
                .param("tenant", source.tenantId())
                .param("revision", source.key().revision())
                .param("passages", source.passages())
                .update();
    }

    /** Nothing of the source is to be found; its passages are kept, for another try. */
    void withdraw(SourceKey source) {
        db.sql()
                .sql("""
                        delete from vector.live_source
                        where source_id = :source and revision = :revision and tenant_id = :tenant
                        """)
                .param("source", source.sourceId())
                .param("revision", source.revision())
                .param("tenant", Tenant.required())
                .update();
    }

    /** Some entries of the source that have a vector of the model, in the order of their ids, which is not that of the text. */
    List<PassageIndex.Entry> entries(SourceKey source, String model, @Nullable UUID after) {
        return db.sql()
                .sql("""
                        select p.id, p.section, p.body,
                          case when p.model = :model then p.embedding else v.embedding end as embedding
                        from vector.passage p
                        left join vector.passage_vector v
                          on v.passage_id = p.id and v.model = :model and v.tenant_id = :tenant
                        where p.source_id = :source and p.revision = :revision and p.tenant_id = :tenant
                          and (p.model = :model or v.passage_id is not null)
                          and (:after::uuid is null or p.id > :after::uuid)
                        order by p.id limit :limit
                        """)
                .param("model", model)
                .param("source", source.sourceId())
                .param("revision", source.revision())
                .param("tenant", Tenant.required())
                .param("after", after)
                .param("limit", PAGE)
                .query((rs, n) -> {
                    String section = rs.getString("section");
                    return new PassageIndex.Entry(
                            rs.getObject("id", UUID.class),
                            section == null ? "" : section,
                            rs.getString("body"),
                            floats(rs.getBytes("embedding")));
                })
                .list();
    }

    void deleteSource(UUID source) {
        delete("source_id", source);
    }

    void deleteBot(UUID bot) {
        delete("bot_id", bot);
    }

    private void delete(String column, UUID id) {
        for (String table : List.of("vector.passage", "vector.live_source")) {
            db.sql()
                    .sql("delete from " + table + " where " + column + " = :id and tenant_id = :tenant")
                    .param("id", id)
                    .param("tenant", Tenant.required())
                    .update();
        }
        db.sql()
                .sql("insert into vector.deleted (id, tenant_id) values (:id, :tenant) on conflict do nothing")
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }

    /** Notes all bots and sources of the tenant as deleted. */
    void markAllDeleted() {
        db.sql().sql("""
                        insert into vector.deleted (tenant_id, id)
                        select tenant_id, unnest(array[bot_id, source_id]) from vector.live_source where tenant_id = :tenant
                        union
                        select tenant_id, unnest(array[bot_id, source_id]) from vector.passage where tenant_id = :tenant
                        on conflict do nothing
                        """).param("tenant", Tenant.required()).update();
    }

    /** Bots and sources of the tenant. */
    Set<UUID> deleted() {
        return new HashSet<>(db.sql()
                .sql("select id from vector.deleted where tenant_id = :tenant")
                .param("tenant", Tenant.required())
                .query((rs, n) -> rs.getObject("id", UUID.class))
                .list());
    }

    /** Nothing of the tenant is to be found any more. */
    void dropLive() {
        db.sql()
                .sql("delete from vector.live_source where tenant_id = :tenant")
                .param("tenant", Tenant.required())
                .update();
    }

    /** Until the transaction ends nothing of the bot is deleted. */
    void keepBot(UUID bot) {
        lock("pg_advisory_xact_lock_shared", bot);
    }

    /** Until the transaction ends nothing is added to the bot. */
    void holdBot(UUID bot) {
        lock("pg_advisory_xact_lock", bot);
    }

    private void lock(String function, UUID bot) {
        db.sql()
                .sql("select 1 from " + function + "(:key)")
                .param("key", bot.getLeastSignificantBits())
                .query((ResultSet rs) -> {});
    }

    boolean isDeleted(UUID bot, UUID source) {
        return db.sql()
                .sql("select exists (select from vector.deleted where id in (:bot, :source) and tenant_id = :tenant)")
                .param("bot", bot)
                .param("source", source)
                .param("tenant", Tenant.required())
                .query((rs, n) -> rs.getBoolean(1))
                .single();
    }

    /** Of all tenants. */
    List<LiveSource> live() {
        return db.sql()
                .sql("select source_id, bot_id, tenant_id, revision, passages from vector.live_source")
                .query((rs, n) -> liveSource(rs))
                .list();
    }

    /** Of whichever tenant. */
    Optional<LiveSource> live(UUID source) {
        return db.sql()
                .sql("""
                        select source_id, bot_id, tenant_id, revision, passages from vector.live_source
                        where source_id = :source
                        """)
                .param("source", source)
                .query((rs, n) -> liveSource(rs))
                .optional();
    }

    /** Whether a bot, of whichever tenant, has sources. */
    boolean isLive(UUID bot) {
        return db.sql()
                .sql("select exists (select from vector.live_source where bot_id = :bot)")
                .param("bot", bot)
                .query((rs, n) -> rs.getBoolean(1))
                .single();
    }

    private static LiveSource liveSource(ResultSet rs) throws SQLException {
        return new LiveSource(
                new SourceKey(
                        rs.getObject("bot_id", UUID.class),
                        rs.getObject("source_id", UUID.class),
                        rs.getInt("revision")),
                rs.getObject("tenant_id", UUID.class),
                rs.getInt("passages"));
    }

    static byte[] bytes(float[] vector) {
        ByteBuffer buffer = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(vector);
        return buffer.array();
    }

    static float[] floats(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
