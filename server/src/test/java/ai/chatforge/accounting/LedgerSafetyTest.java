package ai.chatforge.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.persistence.Tenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger keeps what it has, accounts are apart, and who leaves takes all along. */
class LedgerSafetyTest {
    private static AccountingScene scene;

    @BeforeAll
    static void start(@TempDir Path folder) {
        scene = AccountingScene.unheard(folder);
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    @AfterEach
    void everyRuleHolds() {
        scene.sweep();
        assertThat(scene.faults()).isEmpty();
    }

    @Test
    void theLedgerCanBeAddedToOnly() {
        UUID account = scene.account(1_000);
        scene.settle(account, scene.reserve(account, 100, 0, 0).id(), 100, 0);
        for (String change : List.of(
                "update accounting.ledger set consumed = 0",
                "delete from accounting.ledger",
                "truncate accounting.ledger")) {
            assertThatThrownBy(() -> scene.test.asSuperuser(change)).hasMessageContaining("can be added to only");
            assertThatThrownBy(() -> Tenant.run(account, () -> scene.db()
                            .run(() -> scene.db().sql().sql(change).update())))
                    .rootCause()
                    .hasMessageMatching("(?s).*(can be added to only|permission denied).*");
        }
        assertThatThrownBy(() -> scene.test.asSuperuser(
                        "delete from accounting.balance where allowance > 0 and tenant_id = '" + account + "'"))
                .hasMessageContaining("credits on this balance");
    }

    @Test
    void accountsAreApart() {
        UUID account = scene.account(1_000);
        scene.grant(account, 10);
        scene.reserve(account, 100, 0, 0);
        for (String table : List.of("balance", "ledger", "reservation", "allocation")) {
            String count = "select count(*) from accounting." + table;
            assertThat(rows(account, count)).as(table).isPositive();
            assertThat(rows(UUID.randomUUID(), count)).as(table).isZero();
            assertThat(scene.db().call(() -> scene.db()
                            .sql()
                            .sql(count)
                            .query(Integer.class)
                            .single()))
                    .as("%s without a tenant", table)
                    .isZero();
        }
        assertThat(scene.test.asSuperuser("select relname from pg_class join pg_namespace n on n.oid = relnamespace"
                        + " where nspname = 'accounting' and relkind = 'r'"
                        + " and not (relrowsecurity and relforcerowsecurity)"
                        + " and relname not in ('price', 'flyway_schema_history')"))
                .isEmpty();
        assertThatThrownBy(() -> Tenant.run(UUID.randomUUID(), () -> scene.db().run(() -> scene.db()
                        .sql()
                        .sql("select accounting.allocate(?, ?, 'grant', 5, null, null, now())")
                        .params(account, UUID.randomUUID())
                        .query((rs, n) -> 0)
                        .list())))
                .isInstanceOf(RuntimeException.class);
    }

    private static int rows(UUID account, String count) {
        return Tenant.call(account, () -> scene.db()
                .call(() -> scene.db().sql().sql(count).query(Integer.class).single()));
    }

    @Test
    void anAccountTakesItsDataAlongAndLeavesNoNameBehind() {
        UUID account = scene.account(1_000);
        scene.grant(account, 500);
        scene.settle(account, scene.reserve(account, 100, 100, 1).id(), 100, 50);
        UUID open = scene.reserve(account, 100, 100, 1).id();
        AccountingAccountData data = scene.bean(AccountingAccountData.class);
        DataSubject subject = new DataSubject(account, "a@example.com", scene.clock.instant());

        String exported = exported(data, subject);
        assertThat(exported).contains("accounting/ledger.json", "\"kind\":\"grant\"", open.toString(), "some-model");

        for (int round = 0; !data.erase(subject).isEmpty(); round++) {
            assertThat(round).isLessThan(5);
        }
        assertThat(data.left(subject)).isEmpty();
        for (String table : List.of("balance", "ledger", "reservation", "allocation")) {
            assertThat(scene.test.asSuperuser(
                            "select count(*) from accounting." + table + " t where t::text like '%" + account + "%'"))
                    .as(table)
                    .containsExactly("0");
        }
        assertThat(exported(data, subject)).doesNotContain("some-model", "grant");
    }

    private static String exported(AccountingAccountData data, DataSubject subject) {
        StringBuilder all = new StringBuilder();
        String cursor = null;
        do {
            ExportPage page = data.export(subject, cursor);
            page.pieces().forEach(piece -> all.append(piece.file())
                    .append('\n')
                    .append(new String(piece.content(), StandardCharsets.UTF_8)));
            cursor = page.next();
        } while (cursor != null);
        return all.toString();
    }
}
