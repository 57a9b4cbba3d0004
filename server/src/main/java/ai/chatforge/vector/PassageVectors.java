package ai.chatforge.vector;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.vector.PassageIndex.SourceKey;
import ai.chatforge.vector.PassageRepository.LiveSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** Vectors of passages by model: SQL for vector.passage_vector and vector.search_index, and the embedding of what lacks. */
@Repository
class PassageVectors {
    private static final int BATCH = 64;

    private final Database db;

    PassageVectors(@Qualifier("vector") Database db) {
        this.db = db;
    }

    /** @param folding whether vectors of this model are still to be taken over into vector.passage */
    record State(String model, boolean folding) {}

    /** By which model passages are found. */
    Optional<State> state() {
        return db.call(() -> db.sql()
                .sql("select model, folding from vector.search_index")
                .query((rs, n) -> new State(rs.getString(1), rs.getBoolean(2)))
                .optional());
    }

    void state(State state) {
        db.run(() -> db.sql()
                .sql("""
                        insert into vector.search_index (model, folding) values (:model, :folding)
                        on conflict (one) do update set model = excluded.model, folding = excluded.folding
                        """)
                .param("model", state.model())
                .param("folding", state.folding())
                .update());
    }

    private record Lacking(UUID id, String text) {}

    /** Sees to it that every passage of the source has a vector of the model. */
    void complete(LiveSource source, EmbeddingModel model) {
        Tenant.run(source.tenantId(), () -> {
            List<Lacking> lacking = db.call(() -> lacking(source.key(), model.id(), null));
            while (!lacking.isEmpty()) {
                List<Lacking> now = lacking;
                List<float[]> made =
                        model.embedPassages(now.stream().map(Lacking::text).toList());
                db.run(() -> insert(now, made, model.id()));
                lacking = db.call(
                        () -> lacking(source.key(), model.id(), now.getLast().id()));
            }
        });
    }

    private List<Lacking> lacking(SourceKey source, String model, @Nullable UUID after) {
        return db.sql()
                .sql("""
                        select id, section, body from vector.passage p
                        where source_id = :source and revision = :revision and tenant_id = :tenant and model <> :model
                          and not exists (select from vector.passage_vector v
                                          where v.passage_id = p.id and v.model = :model and v.tenant_id = :tenant)
                          and (:after::uuid is null or id > :after::uuid)
                        order by id limit :limit
                        """)
                .param("source", source.sourceId())
                .param("revision", source.revision())
                .param("tenant", Tenant.required())
                .param("model", model)
                .param("after", after)
                .param("limit", BATCH)
                .query((rs, n) -> new Lacking(
                        rs.getObject("id", UUID.class),
                        Passage.embeddedText(rs.getString("section"), rs.getString("body"))))
                .list();
    }

    /** What was deleted while it was embedded gets none. */
    private void insert(List<Lacking> passages, List<float[]> vectors, String model) {
        UUID tenant = Tenant.required();
        for (int i = 0; i < passages.size(); i++) {
            db.sql()
                    .sql("""
                            insert into vector.passage_vector (passage_id, model, tenant_id, embedding)
                            select id, :model, tenant_id, :embedding from vector.passage
                            where id = :id and tenant_id = :tenant for key share
                            on conflict do nothing
                            """)
                    .param("model", model)
                    .param("embedding", PassageRepository.bytes(vectors.get(i)))
                    .param("id", passages.get(i).id())
                    .param("tenant", tenant)
                    .update();
        }
    }

    /** Makes the vectors of the model the tenant's passages' own, and drops all others. */
    void fold(String model) {
        UUID tenant = Tenant.required();
        db.run(() -> {
            db.sql().sql("""
                            update vector.passage p set embedding = v.embedding, model = v.model
                            from vector.passage_vector v
                            where v.passage_id = p.id and v.model = :model and v.tenant_id = :tenant
                              and p.tenant_id = :tenant
                            """).param("model", model).param("tenant", tenant).update();
            db.sql()
                    .sql("delete from vector.passage_vector where tenant_id = :tenant")
                    .param("tenant", tenant)
                    .update();
        });
    }
}
