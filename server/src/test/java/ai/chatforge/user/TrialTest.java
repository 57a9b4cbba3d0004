package ai.chatforge.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.auth.MovedClock;
import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.security.Role;
import ai.chatforge.user.api.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

/** The plan of an account from its sign-up on. */
class TrialTest {
    private static final UserSettings DEFAULTS = new UserSettings("free", "pro", 14);

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock();
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private UserProcess process(UserSettings settings) {
        return new UserProcess(database, folder, settings, clock);
    }

    /** Jobs are looked for at intervals of the clock: one that stood still after a look would never come to the next. */
    private void awaitAsTimePasses(BooleanSupplier condition) {
        await().until(() -> {
            clock.pass(Duration.ofMillis(100));
            return condition.getAsBoolean();
        });
    }

    private UUID begun(UserProcess process, Role role) {
        UUID account = process.register(role);
        await().until(() ->
                database.asSuperuser("select plan from \"user\".subscription where tenant_id = '" + account + "'")
                                .size()
                        == 1);
        return account;
    }

    @Test
    void aNewAccountTriesProForFourteenDaysAndIsToldBeforeAndAtTheEnd() {
        try (UserProcess process = process(DEFAULTS)) {
            UUID account = begun(process, Role.OWNER);
            assertThat(process.entitlement(account).plan()).isEqualTo("pro");
            assertThat(process.entitlement(account).trialEndsAt())
                    .isEqualTo(clock.instant().plus(Duration.ofDays(14)));
            assertThat(process.entitlement(account).limit(Limit.BOTS)).isEqualTo(3);

            clock.pass(Duration.ofDays(11).minusMinutes(1));
            assertThat(process.emails(account)).isEmpty();
            clock.pass(Duration.ofMinutes(2));
            awaitAsTimePasses(() -> process.emails(account).size() == 1);
            assertThat(process.emails(account).getFirst())
                    .contains("TRIAL_ENDING", "https://chat.example.com/account", "\"Pro\"", "2026-12-05", "\"de\"");

            clock.pass(Duration.ofDays(3));
            awaitAsTimePasses(() -> process.emails(account).size() == 2);
            assertThat(process.emails(account).getLast()).contains("TRIAL_ENDED", "\"Pro\"");
            awaitAsTimePasses(() -> process.entitlement(account).plan().equals("free"));
            assertThat(process.entitlement(account).trialEndsAt()).isNull();
            assertThat(process.entitlement(account).limit(Limit.BOTS)).isEqualTo(1);
        }
    }

    @Test
    void whatWasDueWhileNobodyRanIsDoneAtTheNextStartAndOnce() {
        UUID account;
        try (UserProcess process = process(DEFAULTS)) {
            account = begun(process, Role.OWNER);
        }
        Instant end = clock.instant().plus(Duration.ofDays(14));
        clock.pass(Duration.ofDays(20));
        try (UserProcess process = process(DEFAULTS)) {
            awaitAsTimePasses(() -> process.emails(account).size() == 1);
            assertThat(process.emails(account).getFirst()).contains("TRIAL_ENDED");
            TrialNotices.Trial again = new TrialNotices.Trial(account, end);
            process.bean(TrialNotices.class).tellOfEnd(again);
            process.bean(TrialNotices.class).tellOfEnding(again);
            assertThat(process.emails(account)).hasSize(1);
        }
    }

    @Test
    void whoBoughtAsMuchByThenIsNotTold() {
        try (UserProcess process = process(DEFAULTS)) {
            UUID account = begun(process, Role.OWNER);
            database.asSuperuser("update \"user\".subscription set plan = 'business'");
            TrialNotices.Trial trial =
                    new TrialNotices.Trial(account, clock.instant().plus(Duration.ofDays(14)));
            clock.pass(Duration.ofDays(12));
            process.bean(TrialNotices.class).tellOfEnding(trial);
            clock.pass(Duration.ofDays(3));
            process.bean(TrialNotices.class).tellOfEnd(trial);
            assertThat(process.emails(account)).isEmpty();
            await().until(() -> process.entitlement(account).plan().equals("business"));
        }
    }

    @Test
    void administratorsHaveNoLimits() {
        try (UserProcess process = process(DEFAULTS)) {
            UUID admin = begun(process, Role.ADMIN);
            assertThat(process.entitlement(admin).plan()).isEqualTo("enterprise");
            assertThat(process.entitlement(admin).limits()).isEmpty();
            assertThat(process.entitlement(admin).trialEndsAt()).isNull();
        }
    }

    @Test
    void aTrialNeverMakesLessOfWhatTheOperatorGives() {
        try (UserProcess process = process(new UserSettings("enterprise", "pro", 14))) {
            UUID account = begun(process, Role.OWNER);
            assertThat(process.entitlement(account).plan()).isEqualTo("enterprise");
            assertThat(process.entitlement(account).trialEndsAt()).isNull();
        }
    }

    @Test
    void withoutTrialsOneBeginsWithTheBasePlan() {
        try (UserProcess process = process(new UserSettings("plus", "pro", 0))) {
            assertThat(process.entitlement(UUID.randomUUID()).plan()).isEqualTo("plus");
            assertThat(process.entitlement(begun(process, Role.OWNER)).plan()).isEqualTo("plus");
        }
    }

    @Test
    void anAccountThatIsJustBeingMadeHasThePlanOfNewOnes() {
        try (UserProcess process = process(DEFAULTS)) {
            assertThat(process.entitlement(UUID.randomUUID()).plan()).isEqualTo("pro");
        }
    }

    /** The migration as the schema's owner runs it, who sees no rows of tenants either. */
    @Test
    void accountsOfBeforeBeginWithTheMigration() throws IOException {
        UUID old = UUID.randomUUID();
        UUID admin = UUID.randomUUID();
        database.asSuperuser(
                "drop table \"user\".limit_used, \"user\".subscription, \"user\".plan, \"user\".scheduled_tasks",
                "insert into \"user\".profile (id, tenant_id, email, name, created_at) select id, id, 'a@b.c', '', now()"
                        + " from (values ('" + old + "'::uuid), ('" + admin + "'::uuid)) v (id)",
                "insert into auth.account (id, email, email_key, name, password_hash, role, created_at)" + " values ('"
                        + admin + "', 'a@b.c', 'a@b.c', '', '', 'admin', now())");
        String migration = new ClassPathResource("db/user/V2__plans.sql").getContentAsString(StandardCharsets.UTF_8);
        database.asSuperuser("set role chatforge_owner", migration);
        // The job is due by the database's clock.
        clock.pass(Duration.ofDays(3650));
        try (UserProcess process = process(DEFAULTS)) {
            await().until(() -> process.entitlement(admin).plan().equals("enterprise"));
            await().until(() -> process.entitlement(old).trialEndsAt() != null);
            assertThat(process.entitlement(old).plan()).isEqualTo("pro");
            assertThat(process.entitlement(old).trialEndsAt())
                    .isEqualTo(clock.instant().plus(Duration.ofDays(14)));
        }
    }

    @Test
    void aPlanThatThereIsNotIsToldAtTheStart() {
        assertThatThrownBy(() -> process(new UserSettings("gold", "pro", 14)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("chatforge.user.base-plan: there is no plan 'gold'. Plans: business,");
    }
}
