package ai.chatforge.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Tenant;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credits are exact: whatever happens, in whichever order, and at once. */
class LedgerTest {
    private static AccountingScene scene;

    @BeforeAll
    static void start(@TempDir Path folder) {
        scene = new AccountingScene(folder);
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

    private static ApiException refused(Runnable work) {
        return catchThrowableOfType(ApiException.class, work::run);
    }

    @Test
    void anAnswerCostsWhatItUsedAndTheRestComesBack() {
        UUID account = scene.account(10_000);
        Credits.Reserved reserved = scene.reserve(account, 100, 400, 1);
        assertThat(reserved.credits()).isEqualTo(500);
        assertThat(reserved.maxOutputTokens()).isEqualTo(400);
        assertThat(reserved.expiresAt()).isEqualTo(scene.clock.instant().plus(AccountingScene.LEASE));
        assertThat(scene.credits().balance(account))
                .isEqualTo(new Credits.Balance(
                        account,
                        9_500,
                        500,
                        false,
                        Period.at(scene.clock.instant()).end()));

        assertThat(scene.settle(account, reserved.id(), 110, 90)).isEqualTo(new Credits.Settled(reserved.id(), 200, 0));
        assertThat(scene.available(account)).isEqualTo(9_800);
        assertThat(scene.row(account).reserved()).isZero();
        assertThat(scene.row(account).spent()).isEqualTo(200);
    }

    @Test
    void everyCallMayBeMadeAgain() {
        UUID account = scene.account(10_000);
        Credits.Reserve request = AccountingScene.request(account, AccountingScene.MODEL, 100, 400, 1);
        Credits.Reserved first = scene.credits().reserve(request);
        scene.clock.pass(Duration.ofSeconds(1));
        assertThat(scene.credits().reserve(request)).isEqualTo(first);
        assertThat(scene.row(account).reserved()).isEqualTo(500);

        Credits.Settled settled = scene.settle(account, first.id(), 100, 50);
        assertThat(scene.settle(account, first.id(), 900, 900)).isEqualTo(settled);
        assertThat(scene.credits().reserve(request).id()).isEqualTo(first.id());
        UUID given = scene.grant(account, 7);
        scene.bean(Balances.class).allocate(account, given, "grant", 7, null, AccountingScene.ADMIN);
        assertThat(scene.available(account)).isEqualTo(10_000 - 150 + 7);
    }

    @Test
    void theSameReservationAtOnceIsMadeOnce() throws Exception {
        UUID account = scene.account(10_000);
        Credits.Reserve request = AccountingScene.request(account, AccountingScene.MODEL, 100, 400, 1);
        Credits.Reserve free = new Credits.Reserve(
                Ids.next(), account, null, null, "built-in", "extractive", false, 100, 100, 400, 1, "public");
        assertThat(new HashSet<>(atOnce(20, () -> scene.credits().reserve(request))))
                .hasSize(1);
        assertThat(new HashSet<>(atOnce(20, () -> scene.credits().reserve(free))))
                .hasSize(1);
        assertThat(scene.row(account).reserved()).isEqualTo(500);
        assertThat(new HashSet<>(atOnce(20, () -> scene.settle(account, request.id(), 10, 10))))
                .containsExactly(new Credits.Settled(request.id(), 20, 0));
        assertThat(scene.available(account)).isEqualTo(9_980);
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> answer : threads.invokeAll(Collections.nCopies(times, call))) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    @Test
    void ofFiveHundredAtOnceExactlyThosePassThatCanBePaid() throws Exception {
        UUID account = scene.account(700);
        List<Boolean> passed = atOnce(500, () -> {
            ApiException refused = refused(() -> scene.reserve(account, 50, 50, 50));
            assertThat(refused == null || refused.code() == ErrorCode.INSUFFICIENT_CREDITS)
                    .isTrue();
            return refused == null;
        });
        assertThat(passed.stream().filter(Boolean::booleanValue).count()).isEqualTo(7);
        assertThat(scene.available(account)).isZero();
        assertThat(scene.row(account).reserved()).isEqualTo(700);
    }

    @Test
    void anAnswerMayBeAsLongAsCanBePaid() {
        UUID account = scene.account(1_000);
        Credits.Reserved shorter = scene.reserve(account, 400, 5_000, 100);
        assertThat(shorter.maxOutputTokens()).isEqualTo(600);
        assertThat(shorter.credits()).isEqualTo(1_000);
        scene.settle(account, shorter.id(), 400, 100);

        assertThat(refused(() -> scene.reserve(account, 450, 100, 100))).isNotNull();
        assertThat(scene.reserve(account, 400, 100, 500).maxOutputTokens())
                .as("of a short answer no more is asked than the whole of it")
                .isEqualTo(100);
    }

    @Test
    void whoCannotPayIsToldWhatToDo() {
        UUID account = scene.account(300);
        ApiException refused = refused(() -> scene.reserve(account, 1_000, 500, 200));
        assertThat(refused.code()).isEqualTo(ErrorCode.INSUFFICIENT_CREDITS);
        assertThat(refused.code().status()).isEqualTo(402);
        assertThat(refused.detail())
                .matches(
                        "This takes 1200 credits, and the account has 300\\. Buy credits, choose a larger plan, or wait"
                                + " until its allowance is renewed on 20\\d\\d-\\d\\d-01 at 00:00 UTC\\.");
        assertThat(scene.available(account)).isEqualTo(300);
    }

    @Test
    void whatIsFreeIsNeverRefused() {
        UUID account = scene.account(0);
        Credits.Reserve builtIn = new Credits.Reserve(
                Ids.next(), account, null, null, "built-in", "extractive", false, 5_000, 5_000, 900, 1, "widget");
        Credits.Reserve ownKey = new Credits.Reserve(
                Ids.next(), account, null, null, "openai", "gpt-4o", true, 5_000, 5_000, 900, 1, "chat");
        for (Credits.Reserve free : List.of(builtIn, ownKey)) {
            Credits.Reserved reserved = scene.credits().reserve(free);
            assertThat(reserved.credits()).isZero();
            assertThat(reserved.maxOutputTokens()).isEqualTo(900);
            assertThat(scene.settle(account, free.id(), 5_000, 800)).isEqualTo(new Credits.Settled(free.id(), 0, 0));
        }
    }

    @Test
    void whatAModelMayCountMoreIsHeldButNotPaidWhenNobodyTellsTheEnd() {
        UUID account = scene.account(10_000);
        Credits.Reserve request = new Credits.Reserve(
                Ids.next(),
                account,
                null,
                null,
                "some-provider",
                AccountingScene.MODEL,
                false,
                100,
                170,
                400,
                1,
                "chat");

        assertThat(scene.credits().reserve(request).credits()).isEqualTo(570);
        scene.credits().progress(Credits.Progress.of(account, request.id(), 7));
        scene.clock.pass(AccountingScene.LEASE.plus(Duration.ofSeconds(1)));
        scene.sweep();

        assertThat(scene.available(account)).isEqualTo(10_000 - 107);
    }

    @Test
    void modelsHaveTheirPricesAndTheSumIsRoundedUpOnce() {
        UUID account = scene.account(1_000_000);
        // gpt-4o-mini: 0.15 for prompts, 0.075 for cached ones, 0.6 for answers.
        Credits.Reserved reserved =
                scene.credits().reserve(AccountingScene.request(account, "gpt-4o-mini-2024-07-18", 1_001, 101, 1));
        assertThat(reserved.credits()).isEqualTo(211);
        Credits.Settle use = new Credits.Settle(account, reserved.id(), 1_001, 501, 3, true, Credits.End.COMPLETE);
        assertThat(scene.credits().settle(use).credits()).isEqualTo(115);
    }

    @Test
    void aPriceCountsFromItsDayOn() {
        UUID account = scene.account(1_000_000);
        String model = "priced-" + UUID.randomUUID();
        Instant from = scene.clock.instant().plus(Duration.ofHours(1));
        scene.db().run(() -> scene.bean(PriceRepository.class)
                .put(new Price("some-provider", model, from, BigDecimal.TEN, BigDecimal.ONE, new BigDecimal("0.5"))));
        scene.bean(PriceList.class).forget();
        Credits.Reserved before = scene.credits().reserve(AccountingScene.request(account, model, 10, 10, 1));
        assertThat(before.credits()).isEqualTo(20);
        scene.clock.pass(Duration.ofHours(1));
        assertThat(scene.credits()
                        .reserve(AccountingScene.request(account, model, 10, 10, 1))
                        .credits())
                .isEqualTo(105);
        assertThat(scene.settle(account, before.id(), 10, 10).credits())
                .as("by the price at which it was reserved")
                .isEqualTo(20);
    }

    @Test
    void anExplicitZeroIsZero() {
        UUID account = scene.account(1_000);
        Credits.Reserved reserved = scene.reserve(account, 100, 400, 1);
        Credits.Settle zero = new Credits.Settle(account, reserved.id(), 0, 0, 0, true, Credits.End.FAILED);
        assertThat(scene.credits().settle(zero)).isEqualTo(new Credits.Settled(reserved.id(), 0, 0));
        assertThat(scene.available(account)).isEqualTo(1_000);
        assertThat(state(account, reserved.id())).isEqualTo(Reservation.State.RELEASED);
    }

    private static Reservation.State state(UUID account, UUID id) {
        return Tenant.call(account, () -> scene.db().call(() -> scene.bean(ReservationRepository.class)
                .find(id)
                .orElseThrow()
                .state()));
    }

    @Test
    void whatIsBeyondTheReservationIsChargedAsFarAsItCanBeAndTheRestIsWrittenOff() {
        UUID account = scene.account(1_000);
        scene.grant(account, 50);
        Credits.Reserved reserved = scene.reserve(account, 100, 100, 1);
        assertThat(scene.settle(account, reserved.id(), 100, 1_200))
                .isEqualTo(new Credits.Settled(reserved.id(), 1_050, 250));
        assertThat(scene.available(account)).isZero();
        assertThat(scene.test.asSuperuser(
                        "select sum(written_off) from accounting.ledger where reference = '" + reserved.id() + "'"))
                .containsExactly("-250");
    }

    @Test
    void whatFallsSilentIsSettledByWhatWasDelivered() {
        UUID account = scene.account(1_000);
        Credits.Reserved silent = scene.reserve(account, 100, 100, 1);
        Credits.Reserved nothing = scene.reserve(account, 100, 100, 1);
        Credits.Reserved lively = scene.reserve(account, 100, 100, 1);
        scene.clock.pass(Duration.ofSeconds(30));
        scene.credits().progress(Credits.Progress.of(account, silent.id(), 40));
        scene.credits().progress(Credits.Progress.of(account, silent.id(), 30));
        scene.clock.pass(Duration.ofSeconds(59));
        scene.credits().progress(Credits.Progress.of(account, lively.id(), 5));
        scene.sweep();
        assertThat(state(account, silent.id())).isEqualTo(Reservation.State.PENDING);
        scene.clock.pass(Duration.ofSeconds(2));
        scene.sweep();
        assertThat(state(account, silent.id())).isEqualTo(Reservation.State.EXPIRED);
        assertThat(state(account, nothing.id())).isEqualTo(Reservation.State.EXPIRED);
        assertThat(scene.settle(account, silent.id(), 100, 90)).isEqualTo(new Credits.Settled(silent.id(), 140, 0));
        assertThat(scene.settle(account, nothing.id(), 100, 90)).isEqualTo(new Credits.Settled(nothing.id(), 0, 0));
        scene.settle(account, lively.id(), 100, 10);
        assertThat(scene.available(account)).isEqualTo(1_000 - 140 - 110);
    }

    @Test
    void allowancesLapseWithTheirMonthAndWhatWasGivenStays() {
        UUID account = scene.account(1_000);
        scene.grant(account, 500);
        Credits.Reserved over = scene.reserve(account, 600, 600, 1);
        scene.clock.pass(Duration.ofDays(31));
        // From last month's allowance 1000 were held, and 200 of what was given.
        assertThat(scene.available(account)).isEqualTo(1_000 + 300);
        scene.settle(account, over.id(), 100, 100);
        assertThat(scene.available(account)).isEqualTo(1_000 + 500);
        assertThat(scene.row(account).spent()).isZero();
    }

    @Test
    void theAllowanceIsSpentFirst() {
        UUID account = scene.account(100);
        scene.grant(account, 1_000);
        scene.settle(account, scene.reserve(account, 150, 0, 0).id(), 150, 0);
        BalanceRepository.Row row = scene.row(account);
        assertThat(row.allowance()).isZero();
        assertThat(row.lasting()).isEqualTo(950);
        assertThat(row.spent()).isEqualTo(100);
    }

    @Test
    void anotherPlanCountsAtOnceAndNothingIsGivenTwice() {
        UUID account = scene.account(1_000);
        scene.settle(account, scene.reserve(account, 600, 0, 0).id(), 600, 0);
        scene.plan(account, 5_000);
        assertThat(scene.available(account)).isEqualTo(4_400);
        scene.plan(account, 1_000);
        assertThat(scene.available(account)).isEqualTo(400);
        scene.plan(account, 500);
        assertThat(scene.available(account)).isZero();
        scene.plan(account, 1_000);
        assertThat(scene.available(account)).isEqualTo(400);
    }

    @Test
    void whoHasNoLimitIsNeverRefused() {
        UUID account = scene.unlimited();
        Credits.Reserved reserved = scene.reserve(account, 1_000_000, 1_000_000, 1);
        assertThat(reserved.credits()).isEqualTo(2_000_000);
        assertThat(scene.settle(account, reserved.id(), 1_000_000, 5_000_000))
                .isEqualTo(new Credits.Settled(reserved.id(), 6_000_000, 0));
        assertThat(scene.credits().balance(account).unlimited()).isTrue();
    }

    @Test
    void whenTheAllowanceIsNearlyAndWhenItIsUsedUpIsToldOnce() {
        UUID account = scene.account(1_000);
        for (int i = 0; i < 9; i++) {
            scene.settle(account, scene.reserve(account, 100, 0, 0).id(), 100, 0);
        }
        assertThat(scene.events(account)).filteredOn("quota-reached"::equals).hasSize(1);
        scene.settle(account, scene.reserve(account, 100, 0, 0).id(), 100, 0);
        assertThat(refused(() -> scene.reserve(account, 100, 0, 0))).isNotNull();
        assertThat(refused(() -> scene.reserve(account, 100, 0, 0))).isNotNull();
        assertThat(scene.events(account)).filteredOn("quota-reached"::equals).hasSize(2);
        assertThat(scene.events(account)).filteredOn("credit-consumed"::equals).hasSize(10);
        scene.clock.pass(Duration.ofDays(31));
        scene.settle(account, scene.reserve(account, 1_000, 0, 0).id(), 1_000, 0);
        assertThat(scene.events(account)).filteredOn("quota-reached"::equals).hasSize(4);
    }

    @Test
    void whatIsHeldForAnAnswerIsNotUsedUp() {
        UUID account = scene.account(1_000);
        scene.settle(account, scene.reserve(account, 50, 0, 0).id(), 50, 0);
        Credits.Reserved running = scene.reserve(account, 150, 800, 1);

        ApiException refused = refused(() -> scene.reserve(account, 100, 100, 100));
        assertThat(refused.code()).isEqualTo(ErrorCode.INSUFFICIENT_CREDITS);
        assertThat(refused.detail())
                .isEqualTo("This takes 200 credits, and the account has 0, as 950 are held for answers under way. Try"
                        + " again when one of them has ended.");
        assertThat(refused.retryAfter()).isPresent();
        assertThat(scene.events(account)).doesNotContain("quota-reached");

        scene.settle(account, running.id(), 150, 700);
        assertThat(scene.events(account))
                .as("80% are")
                .filteredOn("quota-reached"::equals)
                .hasSize(1);
        scene.reserve(account, 90, 0, 0);
        assertThat(refused(() -> scene.reserve(account, 101, 0, 0)).detail())
                .as("more than will come back")
                .contains("renewed on");
        assertThat(scene.events(account)).filteredOn("quota-reached"::equals).hasSize(2);
    }

    @Test
    void whatIsHeldOfLastMonthsAllowanceDoesNotComeBack() {
        UUID account = scene.account(1_000);
        scene.grant(account, 50);
        scene.reserve(account, 150, 890, 1);
        scene.clock.pass(Duration.ofDays(31));

        assertThat(refused(() -> scene.reserve(account, 1_051, 0, 0)).detail()).contains("renewed on");
        assertThat(refused(() -> scene.reserve(account, 1_050, 0, 0)).detail())
                .startsWith("This takes 1050 credits, and the account has 1010, as 40 are held for answers under way.");
    }

    @Test
    void aQuestionOfMoreThanTheWholeAllowanceDoesNotUseItUp() {
        UUID account = scene.account(1_000);
        assertThat(refused(() -> scene.reserve(account, 1_001, 0, 0))).isNotNull();
        scene.settle(account, scene.reserve(account, 500, 0, 0).id(), 500, 0);
        assertThat(scene.events(account)).doesNotContain("quota-reached");

        assertThat(refused(() -> scene.reserve(account, 501, 0, 0))).isNotNull();
        assertThat(scene.events(account)).filteredOn("quota-reached"::equals).hasSize(2);
    }

    @Test
    void howMuchOfThePlanIsUsedIsToldForTheEntitlements() {
        UUID account = scene.account(1_000);
        scene.settle(account, scene.reserve(account, 100, 0, 0).id(), 100, 0);
        scene.settle(account, scene.reserve(account, 20, 0, 0).id(), 20, 0);
        scene.bean(Balances.class).tellUse(100);
        scene.bean(Balances.class).tellUse(100);
        assertThat(told(account)).containsExactly("120");
    }

    private static List<String> told(UUID account) {
        return scene.test.asSuperuser("select payload::json ->> 'used' from platform.event_delivery where consumer ="
                + " 'user.limits' and payload like '%" + account + "%'");
    }

    @Test
    void howMuchIsUsedIsToldOfAllEvenWhereOneCannotBe() {
        List<UUID> accounts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID account = scene.account(1_000);
            scene.settle(account, scene.reserve(account, 100, 0, 0).id(), 100, 0);
            accounts.add(account);
        }
        // As PostgreSQL orders them: as they are written.
        accounts.sort(Comparator.comparing(UUID::toString));
        UUID broken = accounts.getFirst();
        scene.test.asSuperuser("""
                create function accounting.refuse_one() returns trigger language plpgsql
                  as $$ begin raise exception 'refused'; end $$
                """, """
                create trigger refuse_one before update of told_spent on accounting.balance
                  for each row when (new.tenant_id = '%s') execute function accounting.refuse_one()
                """.formatted(broken));

        scene.bean(Balances.class).tellUse(2);

        scene.test.asSuperuser("drop trigger refuse_one on accounting.balance", "drop function accounting.refuse_one");
        assertThat(told(broken)).isEmpty();
        assertThat(accounts.subList(1, 5))
                .allSatisfy(account -> assertThat(told(account)).containsExactly("100"));
        scene.bean(Balances.class).tellUse(2);
        assertThat(told(broken)).containsExactly("100");
    }

    @Test
    void nothingReservedIsNotFound() {
        UUID account = scene.account(100);
        assertThat(refused(() -> scene.settle(account, UUID.randomUUID(), 1, 1)).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        Credits.Reserved others = scene.reserve(scene.account(100), 10, 10, 1);
        assertThat(refused(() -> scene.settle(account, others.id(), 1, 1)).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        scene.credits().progress(Credits.Progress.of(account, UUID.randomUUID(), 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE})
    void impossibleNumbersAreRefused(long tokens) {
        UUID account = scene.account(100);
        assertThat(List.of(
                        refused(() -> scene.reserve(account, tokens, 1, 1)),
                        refused(() -> scene.reserve(account, 1, tokens, 1)),
                        refused(() -> scene.reserve(account, 1, 1, tokens)),
                        refused(() -> scene.settle(account, UUID.randomUUID(), tokens, 1)),
                        refused(() -> scene.settle(account, UUID.randomUUID(), 1, tokens))))
                .allMatch(refused -> refused.code() == ErrorCode.INVALID_REQUEST);
    }

    @Test
    void twoProcessesSweepTogether() throws Exception {
        UUID account = scene.account(10_000);
        Set<UUID> open = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            UUID id = scene.reserve(account, 100, 100, 1).id();
            scene.credits().progress(Credits.Progress.of(account, id, 10));
            open.add(id);
        }
        scene.clock.pass(AccountingScene.LEASE.plusSeconds(1));
        atOnce(4, () -> {
            scene.sweep();
            return true;
        });
        assertThat(scene.available(account)).isEqualTo(10_000 - 30 * 110);
        assertThat(scene.events(account)).filteredOn("credit-consumed"::equals).hasSize(30);
    }
}
