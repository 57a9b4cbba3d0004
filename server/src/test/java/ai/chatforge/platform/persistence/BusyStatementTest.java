package ai.chatforge.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.service.ServiceName;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** Statements wait here until the test lets them go on, so that others gather behind them; for no lock, unless they are to. */
class BusyStatementTest {
    private static final TestDatabase TEST = TestDatabase.create();
    private static final long GATE = 4711;
    private static final long LOCK = 4712;
    private static final long FREE = 4713;

    private final Database db = TEST.of(ServiceName.ACCOUNTING);
    private final BusyStatement insert = db.busy("""
            with recursive tried(passed) as (
                select pg_try_advisory_xact_lock_shared(:gate)
                union all
                select pg_sleep(0.01) is not null and pg_try_advisory_xact_lock_shared(:gate)
                from tried where not passed),
            held as (select pg_advisory_xact_lock_shared(:lock))
            insert into accounting.allocation
            select nullif(current_setting('chatforge.tenant'), '')::uuid, :id, 'grant', :credits, :note, null, now()
            from tried, held where passed
            returning pg_current_xact_id()::text as trip, tenant_id
            """);

    @AfterAll
    static void close() {
        TEST.close();
    }

    private record Made(String trip, UUID tenant) {}

    private Made insert(UUID tenant, long credits) {
        return insert(tenant, credits, GATE, FREE);
    }

    private Made insert(UUID tenant, long credits, long gate, long lock) {
        MapSqlParameterSource parameters = new MapSqlParameterSource()
                .addValue("gate", gate)
                .addValue("lock", lock)
                .addValue("id", UUID.randomUUID())
                .addValue("credits", credits)
                .addValue("note", null, Types.VARCHAR);
        return Tenant.call(tenant, () -> insert.query(
                        parameters, (rs, n) -> new Made(rs.getString("trip"), rs.getObject("tenant_id", UUID.class)))
                .getFirst());
    }

    private long seenBy(UUID tenant) {
        return Tenant.call(tenant, () -> db.single()
                .sql("select count(*) from accounting.allocation")
                .query(Long.class)
                .single());
    }

    private static <T> CompletableFuture<T> begun(Supplier<T> one) {
        return CompletableFuture.supplyAsync(one, Thread::startVirtualThread);
    }

    private void shut(long gate) {
        db.sql()
                .sql("select pg_advisory_xact_lock(:gate)")
                .param("gate", gate)
                .query()
                .singleRow();
    }

    /** All that are begun while the gate is shut, and let through at once. */
    private <T> List<CompletableFuture<T>> gathered(List<Supplier<T>> some) {
        List<CompletableFuture<T>> begun = new ArrayList<>();
        db.run(() -> {
            shut(GATE);
            some.forEach(one -> begun.add(begun(one)));
            await().until(() -> insert.unanswered() == some.size());
        });
        begun.forEach(one -> one.exceptionally(_ -> null).join());
        return begun;
    }

    @Test
    void whatGathersGoesTogetherAndEachForItsOwnTenant() {
        List<UUID> tenants = new ArrayList<>();
        List<Supplier<Made>> some = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            UUID tenant = UUID.randomUUID();
            tenants.add(tenant);
            some.add(() -> insert(tenant, 1));
        }

        List<Made> made = gathered(some).stream().map(CompletableFuture::join).toList();

        assertThat(made).extracting(Made::tenant).containsExactlyElementsOf(tenants);
        assertThat(made.stream().map(Made::trip).distinct()).hasSizeLessThan(20);
        assertThat(tenants).allSatisfy(tenant -> assertThat(seenBy(tenant)).isEqualTo(1));
    }

    @Test
    void whatFailsFailsAlone() {
        UUID tenant = UUID.randomUUID();
        List<Supplier<Made>> some = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            long credits = i % 5 == 4 ? -1 : 1;
            some.add(() -> insert(tenant, credits));
        }

        List<CompletableFuture<Made>> made = gathered(some);

        for (int i = 0; i < 12; i++) {
            CompletableFuture<Made> one = made.get(i);
            if (i % 5 == 4) {
                assertThatThrownBy(one::join)
                        .hasCauseInstanceOf(DataAccessException.class)
                        .rootCause()
                        .hasMessageContaining("violates check constraint");
            } else {
                assertThat(one.join().tenant()).isEqualTo(tenant);
            }
        }
        assertThat(seenBy(tenant)).isEqualTo(10);
    }

    @Test
    void whoWaitsForALockHoldsUpNobodyForLong() {
        UUID other = UUID.randomUUID();
        List<UUID> tenants = Stream.generate(UUID::randomUUID).limit(3).toList();
        List<CompletableFuture<Made>> wait = new ArrayList<>();
        db.run(() -> {
            shut(LOCK);
            for (int i = 0; i < 12; i++) {
                UUID tenant = tenants.get(i % tenants.size());
                wait.add(begun(() -> insert(tenant, 1, FREE, LOCK)));
            }
            await().until(() -> insert.unanswered() == 12);
            assertThat(begun(() -> insert(other, 1))).succeedsWithin(Duration.ofSeconds(30));
            assertThat(wait).noneMatch(CompletableFuture::isDone);
        });
        wait.forEach(CompletableFuture::join);
        assertThat(tenants).allSatisfy(tenant -> assertThat(seenBy(tenant)).isEqualTo(4));
        await().until(() -> insert.unanswered() == 0);
    }

    @Test
    void insideATransactionItIsAPartOfThat() {
        UUID tenant = UUID.randomUUID();
        assertThatThrownBy(() -> Tenant.run(
                        tenant,
                        () -> db.run(() -> {
                            assertThat(insert(tenant, 1).tenant()).isEqualTo(tenant);
                            throw new IllegalStateException("no");
                        })))
                .hasMessage("no");
        assertThat(seenBy(tenant)).isZero();
    }

    @Test
    void theRoleAndTheTenantEndWithEachTrip() {
        insert(UUID.randomUUID(), 1);
        assertThat(db.jdbc().queryForObject("select current_user", String.class))
                .isEqualTo("chatforge");
        assertThat(seenBy(UUID.randomUUID())).isZero();
    }
}
