package ai.chatforge.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.platform.service.ServiceName;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class SingleStatementsTest {
    private static final TestDatabase TEST = TestDatabase.create();

    private final Database db = TEST.of(ServiceName.ACCOUNTING);

    @BeforeAll
    static void waitForTheDisk() {
        // As every server does but that of tests.
        TEST.asSuperuser("""
                do $$ begin
                  execute format('alter database %I set synchronous_commit = on', current_database());
                end $$
                """);
    }

    @AfterAll
    static void close() {
        TEST.close();
    }

    private String asked(String sql) {
        return db.single().sql(sql).query(String.class).single();
    }

    private int insert(UUID tenant) {
        return Tenant.call(tenant, () -> db.single()
                .sql("insert into accounting.allocation values (:tenant, :id, 'grant', :credits, :note, null, now())")
                .param("tenant", tenant)
                .param("id", UUID.randomUUID())
                .param("credits", 7)
                .param("note", null)
                .update());
    }

    private long seenBy(UUID tenant) {
        return Tenant.call(tenant, () -> db.single()
                .sql("select count(*) from accounting.allocation where credits > :least")
                .param("least", 1)
                .query(Long.class)
                .single());
    }

    @Test
    void eachWorksUnderTheServicesRoleAndForItsTenantOnly() {
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        assertThat(asked("select current_user")).isEqualTo("chatforge_accounting");
        assertThat(insert(one)).isEqualTo(1);
        assertThat(seenBy(one)).isEqualTo(1);
        assertThat(seenBy(other)).isZero();
        assertThat(db.single()
                        .sql("select count(*) from accounting.allocation")
                        .query(Long.class)
                        .single())
                .as("without a tenant")
                .isZero();
    }

    @Test
    void oftenRepeatedOnesArePreparedOnceAndStillForTheirTenant() {
        UUID[] tenants = {UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()};
        for (int round = 1; round <= 12; round++) {
            for (UUID tenant : tenants) {
                assertThat(insert(tenant)).isEqualTo(1);
                assertThat(seenBy(tenant)).isEqualTo(round);
            }
        }
    }

    @Test
    void theRoleEndsWithTheStatement() {
        assertThat(asked("select current_user")).isEqualTo("chatforge_accounting");
        assertThat(db.jdbc().queryForObject("select current_user", String.class))
                .isEqualTo("chatforge");
        assertThat(db.jdbc().queryForObject("select current_setting('chatforge.tenant', true)", String.class))
                .isNullOrEmpty();
    }

    @Test
    void whatFailsLeavesNothingBehind() {
        UUID tenant = UUID.randomUUID();
        assertThatThrownBy(() -> Tenant.call(tenant, () -> db.single()
                        .sql("""
                                with made as (
                                  insert into accounting.allocation values
                                    (:tenant, :id, 'grant', 1, null, null, now()) returning credits
                                )
                                select 1 / (credits - 1) from made
                                """)
                        .param("tenant", tenant)
                        .param("id", UUID.randomUUID())
                        .query(Integer.class)
                        .single()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("division by zero");
        assertThat(seenBy(tenant)).isZero();
        assertThat(insert(tenant)).as("and the connection serves on").isEqualTo(1);
    }

    @Test
    void insideATransactionItIsAPartOfThat() {
        UUID tenant = UUID.randomUUID();
        assertThatThrownBy(() -> Tenant.run(
                        tenant,
                        () -> db.run(() -> {
                            assertThat(insert(tenant)).isEqualTo(1);
                            throw new IllegalStateException("no");
                        })))
                .hasMessage("no");
        assertThat(seenBy(tenant)).isZero();
    }

    @Test
    void whatIsFollowedByACommitToTheSameServerDoesNotWaitForTheDisk() {
        String setting = "select current_setting('synchronous_commit')";
        Database chat = TEST.of(ServiceName.CHAT);
        assertThat(asked(setting)).isEqualTo("on");
        assertThat(chat.followed(() -> asked(setting))).isEqualTo("off");
        assertThat(chat.followed(() -> db.call(
                        () -> db.single().sql(setting).query(String.class).single())))
                .as("a transaction waits")
                .isEqualTo("on");
        assertThat(asked(setting)).isEqualTo("on");
        try (TestDatabase elsewhere = TestDatabase.create()) {
            assertThat(elsewhere.of(ServiceName.CHAT).followed(() -> asked(setting)))
                    .as("what another server commits does not flush this one")
                    .isEqualTo("on");
        }
    }
}
