package ai.chatforge.accounting;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.service.ServiceName;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Credits and use of an account. Entries of the ledger stay, which bear an id that stands for nobody then. */
@Component
class AccountingAccountData implements AccountData {
    private final Database db;
    private final BalanceRepository balances;
    private final Clock clock;
    private final OwnedTables tables;
    private final OwnedTables exported;

    AccountingAccountData(
            @Qualifier("accounting") Database db, BalanceRepository balances, JsonMapper json, Clock clock) {
        this.db = db;
        this.balances = balances;
        this.clock = clock;
        this.tables = new OwnedTables(db, json).nobodys("price", "ledger");
        this.exported = new OwnedTables(db, json).nobodys("price").rows("ledger", """
                        ledger_id = (select b.ledger_id from accounting.balance b where b.tenant_id = :account)""");
    }

    @Override
    public ServiceName service() {
        return ServiceName.ACCOUNTING;
    }

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        return exported.export(subject, cursor);
    }

    @Override
    public Map<String, Long> erase(DataSubject subject) {
        Tenant.run(subject.account(), () -> db.run(() -> balances.close(clock.instant())));
        return tables.erase(subject);
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        return tables.left(subject);
    }
}
