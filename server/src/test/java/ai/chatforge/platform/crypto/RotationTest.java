package ai.chatforge.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.crypto.KeysetTable.Stage;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final String MASTER = "A".repeat(43) + "=";
    private static final Duration REFRESH = Duration.ofMillis(300);
    private static final int ROWS = 450;

    private final List<UUID> accounts = new ArrayList<>();
    private final List<RotationLoop> loops = new ArrayList<>();
    private TestDatabase test;
    private Member first;

    /** One of several that work with the same database. */
    private record Member(Database database, Sealers sealers, Sealer sealer, DataFolder folder) {
        void write(UUID account, String secret) {
            database.run(() -> database.sql()
                    .sql("update auth.totp set sealed_secret = ? where account_id = ?")
                    .params(sealer.seal(SealedColumn.TOTP_SECRET, account, secret), account)
                    .update());
        }

        String read(UUID account) {
            byte[] sealed = database.call(() -> database.sql()
                    .sql("select sealed_secret from auth.totp where account_id = ?")
                    .param(account)
                    .query((rows, n) -> rows.getBytes(1))
                    .single());
            return new String(sealer.open(SealedColumn.TOTP_SECRET, account, sealed), StandardCharsets.UTF_8);
        }
    }

    private Member process() {
        DataFolder folder = TestSealers.folder();
        Sealers sealers = TestSealers.make(TestSealers.settings(MASTER, null, REFRESH), folder);
        Database database = test.of(ServiceName.AUTH);
        return new Member(database, sealers, sealers.of(database), folder);
    }

    private void tend(Member process) {
        RotationLoop loop = new RotationLoop(process.sealers(), process.folder(), REFRESH);
        loops.add(loop);
        loop.start();
    }

    @BeforeEach
    void someSecrets() {
        test = TestDatabase.create();
        first = process();
        test.asSuperuser("""
                insert into auth.account (id, email, email_key, name, password_hash, role, created_at)
                select gen_random_uuid(), n || '@example.com', n || '@example.com', 'n', 'x', 'owner', now() from generate_series(1, %d) n
                """.formatted(ROWS), """
                insert into auth.totp (account_id, last_step, created_at) select id, 0, now() from auth.account
                """);
        test.asSuperuser("select account_id from auth.totp").forEach(id -> accounts.add(UUID.fromString(id)));
        accounts.forEach(account -> first.write(account, "of " + account));
    }

    @AfterEach
    void close() {
        loops.forEach(RotationLoop::stop);
        test.close();
    }

    private static int primary(Member process) {
        return process.sealer().reread().handle().getPrimary().getId();
    }

    private void awaitEnd() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.sealer().reread().stage() == Stage.SETTLED);
    }

    @Test
    void whileTwoProcessesReadAndWriteNothingFails() throws Exception {
        Member second = process();
        int before = primary(first);
        byte[] old = first.sealer().seal(SealedColumn.TOTP_SECRET, accounts.getFirst(), "old");
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = Stream.of(first, second, first, second)
                    .<Future<?>>map(process -> threads.submit(() -> {
                        while (!ended.get()) {
                            UUID account =
                                    accounts.get(ThreadLocalRandom.current().nextInt(ROWS));
                            process.write(account, "of " + account);
                            assertThat(process.read(account)).isEqualTo("of " + account);
                        }
                    }))
                    .toList();
            tend(first);
            tend(second);
            RotationRequest.make(first.folder());
            await().atMost(Duration.ofSeconds(30)).until(() -> !RotationRequest.isOpen(first.folder()));
            ended.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        assertThat(primary(first)).isNotEqualTo(before);
        assertThat(first.sealer().reread().handle().size()).isEqualTo(1);
        assertThat(accounts)
                .allSatisfy(account -> assertThat(second.read(account)).isEqualTo("of " + account));
        assertThatThrownBy(() -> first.sealer().open(SealedColumn.TOTP_SECRET, accounts.getFirst(), old))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void noProcessMeetsAKeyThatItCannotHaveReadYet() {
        Member second = process();
        int before = primary(second);
        Rotation.of(first.sealer()).begin();
        Rotation.of(first.sealer()).step();
        assertThat(first.sealer().reread().stage()).as("at once").isEqualTo(Stage.ADDED);
        assertThat(primary(first)).isEqualTo(before);
        await().until(() -> {
            Rotation.of(first.sealer()).step();
            return first.sealer().reread().stage() == Stage.CHOSEN;
        });
        byte[] sealed = first.sealer().seal(SealedColumn.TOTP_SECRET, accounts.getFirst(), "new");
        assertThat(second.sealer().open(SealedColumn.TOTP_SECRET, accounts.getFirst(), sealed))
                .asString()
                .isEqualTo("new");
    }

    @Test
    void oneThatWasCutOffIsBroughtToItsEndByWhoeverStartsNext() {
        Rotation.of(first.sealer()).begin();
        tend(process());
        awaitEnd();
        assertThat(first.sealer().reread().handle().size()).isEqualTo(1);
        assertThat(accounts)
                .allSatisfy(account -> assertThat(first.read(account)).isEqualTo("of " + account));
    }

    @Test
    void aSecondRequestDuringARotationIsNoSecondKey() {
        Rotation.of(first.sealer()).begin();
        Rotation.of(first.sealer()).begin();
        assertThat(first.sealer().reread().handle().size()).isEqualTo(2);
    }

    @Test
    void whatOpensWithNoKeyDoesNotHoldItUp() {
        test.asSuperuser("update auth.totp set sealed_secret = '\\x0102030405060708' where account_id = '"
                + accounts.getFirst() + "'");
        Rotation.of(first.sealer()).begin();
        tend(first);
        awaitEnd();
        assertThat(accounts.subList(1, ROWS))
                .allSatisfy(account -> assertThat(first.read(account)).isEqualTo("of " + account));
        assertThat(test.asSuperuser("select encode(sealed_secret, 'hex') from auth.totp where account_id = '"
                        + accounts.getFirst() + "'"))
                .containsExactly("0102030405060708");
    }
}
