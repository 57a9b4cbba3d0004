package ai.chatforge.user;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.ServiceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The profile, and the archives that exports left. */
@Component
class UserAccountData implements AccountData {
    private static final String FILES = "exportFile";

    private final ExportFiles files;
    private final OwnedTables tables;

    UserAccountData(@Qualifier("user") Database db, ExportFiles files, JsonMapper json) {
        this.files = files;
        this.tables =
                new OwnedTables(db, json).binary("avatar", "png", "avatar.png").nobodys("plan");
    }

    @Override
    public ServiceName service() {
        return ServiceName.USER;
    }

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        return tables.export(subject, cursor);
    }

    /** The rows first: an archive that is being made ends when its row is gone. */
    @Override
    public Map<String, Long> erase(DataSubject subject) {
        Map<String, Long> erased = new TreeMap<>(tables.erase(subject));
        try {
            add(erased, files.deleteAll(subject.account()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return erased;
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        Map<String, Long> left = new TreeMap<>(tables.left(subject));
        try {
            add(left, files.count(subject.account()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return left;
    }

    private static void add(Map<String, Long> amounts, long count) {
        if (count > 0) {
            amounts.put(FILES, count);
        }
    }
}
