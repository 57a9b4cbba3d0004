package ai.chatforge.bot;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.ServiceName;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** An account's bots, and its part in those of others. */
@Component
class BotAccountData implements AccountData {
    private final OwnedTables tables;

    BotAccountData(@Qualifier("bot") Database db, JsonMapper json) {
        this.tables = new OwnedTables(db, json).withoutExport("directory", "secret", "suspended");
    }

    @Override
    public ServiceName service() {
        return ServiceName.BOT;
    }

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        return tables.export(subject, cursor);
    }

    @Override
    public Map<String, Long> erase(DataSubject subject) {
        return tables.erase(subject);
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        return tables.left(subject);
    }
}
