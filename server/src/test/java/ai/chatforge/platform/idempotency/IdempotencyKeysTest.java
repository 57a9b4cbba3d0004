package ai.chatforge.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.crypto.TestSealers;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class IdempotencyKeysTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Sealers SEALERS = TestSealers.make();
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final RequestKey KEY = new RequestKey(new byte[] {1}, new byte[] {2});
    private static TestDatabase test;

    private Database database;

    @BeforeAll
    static void createDatabase() {
        test = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        test.close();
    }

    @BeforeEach
    void empty() {
        test.asSuperuser("truncate platform.idempotency_key");
        database = test.of(ServiceName.BOT);
    }

    @Test
    void aKeyWhoseProcessDiedIsFreeAfterItsLease() throws Exception {
        IdempotencyKeys dying = new IdempotencyKeys(JSON, SEALERS, LEASE, Duration.ofHours(24));
        assertThat(dying.claim(database, KEY)).isInstanceOf(Claim.Granted.class);
        assertThat(dying.claim(database, KEY)).isInstanceOf(Claim.Running.class);
        await().until(() -> dying.look(database, KEY) instanceof Claim.Granted);
    }

    @Test
    void whoTriesAgainAfterAFailureHasTheSameEffect() {
        IdempotencyKeys keys = new IdempotencyKeys(JSON, SEALERS, LEASE, Duration.ofHours(24));
        Claim.Granted failed = (Claim.Granted) keys.claim(database, KEY);
        keys.release(database, KEY, failed.attempt());
        keys.renew(database, List.of(failed.attempt()));
        Claim.Granted again = (Claim.Granted) keys.look(database, KEY);
        assertThat(again.effect()).isEqualTo(failed.effect());
        assertThat(keys.look(database, KEY)).isInstanceOf(Claim.Running.class);
    }

    @Test
    void aLateAnswerOfAnAttemptThatLostItsKeyIsNotKept() {
        IdempotencyKeys keys = new IdempotencyKeys(JSON, SEALERS, Duration.ZERO, Duration.ofHours(24));
        Claim.Granted slow = (Claim.Granted) keys.claim(database, KEY);
        Claim.Granted next = (Claim.Granted) keys.look(database, KEY);
        keys.finish(database, KEY, next.attempt(), new KeptAnswer(201, Map.of(), new byte[] {1}), true);
        keys.finish(database, KEY, slow.attempt(), new KeptAnswer(201, Map.of(), new byte[] {2}), true);
        keys.release(database, KEY, slow.attempt());
        assertThat(keys.look(database, KEY)).isInstanceOfSatisfying(Claim.Answered.class, answered -> assertThat(
                        answered.answer().body())
                .containsExactly(1));
    }
}
