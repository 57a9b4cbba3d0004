package ai.chatforge.vector;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.service.ServiceName;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** An account's passages. They are made from the sources, so an export has nothing of them. */
@Component
class VectorAccountData implements AccountData {
    private final Database db;
    private final PassageRepository passages;
    private final IndexKeeper index;
    private final OwnedTables tables;

    VectorAccountData(
            @Qualifier("vector") Database db, PassageRepository passages, IndexKeeper index, JsonMapper json) {
        this.db = db;
        this.passages = passages;
        this.index = index;
        this.tables = new OwnedTables(db, json)
                .withoutExport("passage", "passage_vector", "live_source", "deleted")
                .nobodys("search_index");
    }

    @Override
    public ServiceName service() {
        return ServiceName.VECTOR;
    }

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        return tables.export(subject, cursor);
    }

    /** What the index has to lose stands in vector.deleted until it is lost, so a crash between the two loses nothing. */
    @Override
    public Map<String, Long> erase(DataSubject subject) {
        Set<UUID> gone = Tenant.call(
                subject.account(),
                () -> db.call(() -> {
                    passages.markAllDeleted();
                    return passages.deleted();
                }));
        if (!gone.isEmpty()) {
            Tenant.run(subject.account(), () -> db.run(passages::dropLive));
            index.erase(gone);
        }
        return tables.erase(subject);
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        return tables.left(subject);
    }
}
