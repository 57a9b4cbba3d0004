package ai.chatforge.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final String OLD = "A".repeat(43) + "=";
    private static final String NEW = "B".repeat(42) + "A=";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final UUID ROW = UUID.randomUUID();
    private static TestDatabase test;

    @BeforeAll
    static void open() {
        test = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @BeforeEach
    void empty() {
        test.asSuperuser("truncate platform.keyset");
    }

    private static Sealer process(String master) {
        return process(TestSealers.settings(master, null, LONG), TestSealers.folder());
    }

    private static Sealer process(CryptoSettings settings, DataFolder folder) {
        return TestSealers.make(settings, folder).of(test.of(ServiceName.AUTH));
    }

    private static String opened(Sealer sealer, byte[] sealed) {
        return new String(sealer.open(SealedColumn.TOTP_SECRET, ROW, sealed), StandardCharsets.UTF_8);
    }

    @Test
    void whatOneProcessSealsAnotherOpens() {
        byte[] sealed = process(OLD).seal(SealedColumn.TOTP_SECRET, ROW, "secret");
        assertThat(opened(process(OLD), sealed)).isEqualTo("secret");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void aValueOpensInItsOwnPlaceOnly() {
        Sealer sealer = process(OLD);
        byte[] sealed = sealer.seal(SealedColumn.TOTP_SECRET, ROW, "secret");
        byte[] cut = Arrays.copyOf(sealed, sealed.length - 1);
        byte[] changed = sealed.clone();
        changed[sealed.length - 1] ^= 1;
        List<Runnable> attempts = List.of(
                () -> sealer.open(SealedColumn.TOTP_SECRET, UUID.randomUUID(), sealed),
                () -> sealer.open(SealedColumn.KEPT_ANSWER, ROW, sealed),
                () -> sealer.open(SealedColumn.TOTP_SECRET, ROW, cut),
                () -> sealer.open(SealedColumn.TOTP_SECRET, ROW, changed),
                () -> sealer.open(SealedColumn.TOTP_SECRET, ROW, new byte[0]),
                () -> TestSealers.make(TestSealers.settings(OLD, null, LONG), TestSealers.folder())
                        .of(test.of(ServiceName.BOT))
                        .open(SealedColumn.TOTP_SECRET, ROW, sealed));
        for (Runnable attempt : attempts) {
            assertThatThrownBy(attempt::run)
                    .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.code())
                            .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE))
                    .hasMessageContaining("restore platform.keyset and the master key");
        }
    }

    @Test
    void withoutTheMasterKeyNothingStartsAndTheOperatorIsToldWhy() {
        process(OLD);
        assertThatThrownBy(() -> process(NEW))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("'auth'")
                .hasMessageContaining("chatforge.crypto.master-key")
                .hasMessageNotContaining(NEW);
        assertThatThrownBy(() -> process(TestSealers.settings(null, null, LONG), TestSealers.folder()))
                .isInstanceOf(StartupFailure.class);
    }

    @Test
    void theMasterKeyIsReplacedByOneStartWithBoth() {
        byte[] sealed = process(OLD).seal(SealedColumn.TOTP_SECRET, ROW, "secret");
        process(TestSealers.settings(NEW, OLD, LONG), TestSealers.folder());
        assertThat(opened(process(NEW), sealed)).isEqualTo("secret");
        assertThatThrownBy(() -> process(OLD)).isInstanceOf(StartupFailure.class);
    }

    @Test
    void aMasterKeyOfTheDataFolderIsReadableByItsOwnerOnlyAndGivesWayToASetting() throws Exception {
        DataFolder folder = TestSealers.folder();
        byte[] sealed =
                process(TestSealers.settings(null, null, LONG), folder).seal(SealedColumn.TOTP_SECRET, ROW, "secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path("keys/master"))))
                .isEqualTo("rw-------");
        process(TestSealers.settings(NEW, null, LONG), folder);
        Files.delete(folder.path("keys/master"));
        assertThat(opened(process(TestSealers.settings(NEW, null, LONG), folder), sealed))
                .isEqualTo("secret");
    }

    @Test
    void theMasterKeyMayStandInAFile() throws Exception {
        DataFolder folder = TestSealers.folder();
        Files.writeString(folder.path("key"), OLD + "\n");
        byte[] sealed = process(new CryptoSettings(null, folder.path("key"), null, LONG), folder)
                .seal(SealedColumn.TOTP_SECRET, ROW, "secret");
        assertThat(opened(process(OLD), sealed)).isEqualTo("secret");
        assertThatThrownBy(() -> process(new CryptoSettings(null, folder.path("none"), null, LONG), folder))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("master-key-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "not base64 at all, though long enough to be a key ***", "QUFB"})
    void aBadKeyIsNamedAndNotShown(String bad) {
        assertThatThrownBy(() -> process(bad))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("32 bytes in base64")
                .hasMessageNotContaining(bad);
    }

    @Test
    void keysAreNotMadeInATransactionThatMayFail() {
        Database database = test.of(ServiceName.AUTH);
        Sealers sealers = TestSealers.make(TestSealers.settings(OLD, null, LONG), TestSealers.folder());
        assertThatThrownBy(() -> database.call(() -> sealers.of(database))).isInstanceOf(IllegalStateException.class);
        assertThat(test.asSuperuser("select service from platform.keyset")).isEmpty();
    }

    @Test
    void everyColumnOfSecretBytesIsOnTheListForRotations() {
        List<String> columns = test.asSuperuser("""
                select table_schema || '.' || table_name || '.' || column_name from information_schema.columns
                where data_type = 'bytea' and column_name ~ '(secret|sealed)'
                """);
        assertThat(columns)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SealedColumn.values())
                        .map(column -> column.table() + "." + column.column())
                        .toList());
    }
}
