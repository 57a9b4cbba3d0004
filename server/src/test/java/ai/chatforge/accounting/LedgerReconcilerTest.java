package ai.chatforge.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule finds what contradicts it: faults are planted behind the ledger's back. */
class LedgerReconcilerTest {
    private AccountingScene scene;
    private UUID account;
    private UUID settled;
    private UUID pending;

    @BeforeEach
    void someBusiness(@TempDir Path folder) {
        scene = new AccountingScene(folder);
        account = scene.account(1_000);
        settled = scene.reserve(account, 100, 100, 1).id();
        scene.settle(account, settled, 100, 50);
        pending = scene.reserve(account, 100, 100, 1).id();
        assertThat(scene.faults()).isEmpty();
        scene.test.asSuperuser(
                "alter table accounting.ledger disable trigger user",
                "alter table accounting.balance disable trigger user",
                "alter table accounting.reservation disable trigger user",
                "alter table accounting.ledger drop constraint sums_to_nothing");
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void anEntryThatDoesNotSumUp() {
        scene.test.asSuperuser("update accounting.ledger set consumed = consumed + 1 where reference = '" + settled
                + "' and kind = 'settlement'");
        assertThat(scene.faults()).contains("each-transaction-sums-to-nothing");
    }

    @Test
    void aBalanceThatWasChanged() {
        scene.test.asSuperuser("update accounting.balance set lasting = lasting + 1");
        assertThat(scene.faults()).containsExactly("each-balance-is-the-sum-of-its-entries");
    }

    @Test
    void anEntryThatWasRemoved() {
        scene.test.asSuperuser("delete from accounting.ledger where kind = 'allowance'");
        assertThat(scene.faults()).contains("each-balance-is-the-sum-of-its-entries");
    }

    @Test
    void anAccountThatLeftWithItsCredits() {
        scene.test.asSuperuser("delete from accounting.balance where tenant_id = '" + account + "'");
        assertThat(scene.faults()).contains("each-balance-is-the-sum-of-its-entries");
    }

    @Test
    void aNegativeBalance() {
        scene.test.asSuperuser(
                "alter table accounting.balance alter column lasting type bigint",
                "update accounting.balance set lasting = -1");
        assertThat(scene.faults()).contains("no-balance-is-negative");
    }

    @Test
    void aReservationThatNobodySettles() {
        scene.clock.pass(AccountingScene.LEASE.plus(Duration.ofSeconds(59)));
        assertThat(scene.faults()).isEmpty();
        scene.clock.pass(Duration.ofSeconds(2));
        assertThat(scene.faults()).containsExactly("no-reservation-outlives-its-lease");
    }

    @Test
    void aReservationThatIsResolvedTwice() {
        scene.test.asSuperuser("drop index accounting.ledger_resolved_once", """
                insert into accounting.ledger
                  (ledger_id, number, kind, reference, at, allowance, lasting, reserved, issued, consumed, expired,
                   written_off, available)
                select ledger_id, 1000, kind, reference, at, 0, 0, 0, 0, 0, 0, 0, available
                from accounting.ledger where kind = 'settlement'
                """);
        assertThat(scene.faults()).contains("each-reservation-is-resolved-exactly-once");
    }

    @Test
    void aReservationThatIsResolvedWithoutAnEntry() {
        scene.test.asSuperuser("update accounting.reservation set state = 'settled', charged = 200, written_off = 0,"
                + " resolved_at = now() where id = '" + pending + "'");
        assertThat(scene.faults()).contains("each-reservation-is-resolved-exactly-once", "what-is-reserved-is-pending");
    }

    @Test
    void anAnswerThatWasChargedDifferently() {
        scene.test.asSuperuser("update accounting.reservation set charged = 1 where id = '" + settled + "'");
        assertThat(scene.faults()).containsExactly("each-reservation-is-resolved-exactly-once");
    }
}
