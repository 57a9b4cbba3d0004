package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-up 5 an hour, sign-in 10 in 15 minutes, reset 3 an hour. */
class AttemptLimitsTest {
    private static TestDatabase test;
    private final MovedClock clock = new MovedClock();
    private final AttemptLimits limits = process();

    @BeforeAll
    static void createDatabase() {
        test = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        test.close();
    }

    /** One of several, or the next after a restart. */
    private AttemptLimits process() {
        Database db = test.of(ServiceName.AUTH);
        return new AttemptLimits(db, new AttemptRepository(db), AuthScene.SETTINGS, clock);
    }

    private void signIn(String email, String client) {
        limits.signIn(email, client, Optional.empty());
    }

    private static String somebody() {
        return UUID.randomUUID() + "@example.com";
    }

    private static boolean passes(Runnable attempt) {
        try {
            attempt.run();
            return true;
        } catch (ApiException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            return false;
        }
    }

    private static int passed(int attempts, Runnable attempt) {
        int passed = 0;
        for (int i = 0; i < attempts; i++) {
            passed += passes(attempt) ? 1 : 0;
        }
        return passed;
    }

    @Test
    void anAddressHasSoManyAttemptsWhereverTheyComeFrom() {
        String email = somebody();
        assertThat(passed(30, () -> signIn(email, somebody()))).isEqualTo(10);
        assertThat(passed(30, () -> limits.signUp(email, somebody()))).isEqualTo(5);
        assertThat(passed(30, () -> limits.passwordReset(email, somebody()))).isEqualTo(3);
        assertThat(passed(30, () -> limits.verification(email, somebody()))).isEqualTo(3);
    }

    @Test
    void aKnownBrowserHasAttemptsOfItsOwn() {
        String email = somebody();
        Optional<String> device = Optional.of(somebody());
        passed(30, () -> signIn(email, "stranger"));
        assertThat(passed(30, () -> limits.signIn(email, "stranger", device))).isEqualTo(10);
    }

    @Test
    void whoIsSignedInConfirmsWhateverStrangersTry() {
        UUID account = UUID.randomUUID();
        assertThat(passed(30, () -> limits.confirmation(account))).isEqualTo(10);
        assertThat(passes(() -> limits.confirmation(UUID.randomUUID()))).isTrue();
    }

    @Test
    void aClientHasSoManyWhateverAddressItTries() {
        String client = "client of " + somebody();
        assertThat(passed(30, () -> signIn(somebody(), client))).isEqualTo(10);
        assertThat(passes(() -> signIn(somebody(), "another " + client))).isTrue();
    }

    @Test
    void allAddressesOfANetworkOfIpv6AreOneClient() {
        AtomicInteger host = new AtomicInteger(1);
        assertThat(passed(30, () -> signIn(somebody(), "2001:db8:0:7::" + host.incrementAndGet())))
                .isEqualTo(10);
        assertThat(passes(() -> signIn(somebody(), "2001:db8:0:8::1"))).isTrue();
    }

    @Test
    void theCaseOfAnAddressMakesNoNewOne() {
        String email = somebody();
        assertThat(passed(3, () -> limits.passwordReset(email, somebody()))).isEqualTo(3);
        assertThat(passes(() -> limits.passwordReset(" " + email.toUpperCase(java.util.Locale.ROOT), somebody())))
                .isFalse();
    }

    @Test
    void whatIsRefusedForTheAddressCostsTheClientNothing() {
        String email = somebody();
        String client = "client of " + email;
        passed(3, () -> limits.passwordReset(email, somebody()));
        passed(10, () -> limits.passwordReset(email, client));
        assertThat(passed(10, () -> limits.passwordReset(somebody(), client))).isEqualTo(3);
    }

    @Test
    void theNextAttemptIsFreeWhenTheAnswerSaidSo() {
        String email = somebody();
        passed(10, () -> signIn(email, somebody()));
        ApiException refused = catchThrowableOfType(ApiException.class, () -> signIn(email, somebody()));
        Duration wait = refused.retryAfter().orElseThrow();
        assertThat(wait).isEqualTo(Duration.ofSeconds(90));
        clock.pass(wait.minusSeconds(1));
        assertThat(passes(() -> signIn(email, somebody()))).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(passed(10, () -> signIn(email, somebody()))).isEqualTo(1);
        clock.pass(Duration.ofMinutes(15));
        assertThat(passed(20, () -> signIn(email, somebody()))).isEqualTo(10);
    }

    @Test
    void aRestartGivesNoNewOnes() {
        String email = somebody();
        passed(10, () -> signIn(email, somebody()));
        assertThat(passes(() -> process().signIn(email, somebody(), Optional.empty())))
                .isFalse();
    }

    @Test
    void ofManyAtOnceInTwoProcessesSoManyPass() throws Exception {
        String email = somebody();
        List<AttemptLimits> processes = List.of(limits, process());
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            AttemptLimits process = processes.get(i % 2);
            attempts.add(() -> passes(() -> process.signIn(email, somebody(), Optional.empty())));
        }
        int passed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                passed += attempt.get() ? 1 : 0;
            }
        }
        assertThat(passed).isEqualTo(10);
    }

    @Test
    void noAddressIsKept() {
        String email = somebody();
        signIn(email, "203.0.113.7");
        assertThat(test.asSuperuser("select encode(key, 'escape') from auth.attempt"))
                .isNotEmpty()
                .noneMatch(key -> key.contains(email) || key.contains("203.0.113.7"));
    }

    @Test
    void whatHasNoEffectAnyMoreIsClearedAway() {
        for (int i = 0; i < 20; i++) {
            signIn(somebody(), somebody());
        }
        clock.pass(Duration.ofHours(2));
        signIn(somebody(), somebody());
        assertThat(test.asSuperuser("select 1 from auth.attempt where empty_at < '2026-11-21T13:50:00Z'"))
                .isEmpty();
    }
}
