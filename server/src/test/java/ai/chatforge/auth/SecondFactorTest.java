package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.crypto.TestSealers;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecondFactorTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static AuthScene scene;

    private Account account;
    private SecondFactor.Enrolment enrolment;

    @BeforeAll
    static void open() {
        scene = new AuthScene();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @BeforeEach
    void begin() {
        account = scene.signUp().account();
        enrolment = scene.secondFactor.begin(account);
        scene.clock.pass(Duration.ofMinutes(5));
    }

    /** What the app shows, which knows the secret as it was shown to the user. */
    private String code() {
        return Totp.code(secret(), Totp.step(scene.clock.instant()), 6);
    }

    private byte[] secret() {
        StringBuilder bits = new StringBuilder();
        for (char letter : enrolment.secret().toCharArray()) {
            bits.append(String.format("%5s", Integer.toBinaryString(ALPHABET.indexOf(letter)))
                    .replace(' ', '0'));
        }
        byte[] secret = new byte[bits.length() / 8];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return secret;
    }

    /** One that is not shown in these minutes. */
    private String wrongCode() {
        return code().equals("000000") ? "000001" : "000000";
    }

    private List<String> confirm() {
        List<String> recovery = scene.secondFactor.confirm(account.id(), code());
        scene.clock.pass(Duration.ofMinutes(5));
        return recovery;
    }

    private AuthService.SignedIn signIn(@Nullable String code) {
        return scene.auth.signIn(account.email(), AuthScene.PASSWORD, code, false, "test");
    }

    private static ErrorCode refusal(ThrowingCallable call) {
        return catchThrowableOfType(ApiException.class, call).code();
    }

    @Test
    void theUriIsForAuthenticatorApps() {
        assertThat(enrolment.secret()).matches("[A-Z2-7]{32}");
        assertThat(enrolment.uri())
                .isEqualTo("otpauth://totp/ChatForge:" + account.email().replace("@", "%40") + "?secret="
                        + enrolment.secret() + "&issuer=ChatForge&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void isNotAskedForBeforeItIsConfirmed() {
        assertThat(signIn(null).account().id()).isEqualTo(account.id());
        assertThat(refusal(() -> scene.secondFactor.confirm(account.id(), wrongCode())))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(scene.secondFactor.state(account.id()).enabled()).isFalse();
        signIn(null);
    }

    @Test
    void isAskedForAfterTheRightPasswordOnly() {
        confirm();
        int sessions = sessions();
        assertThat(refusal(() -> signIn(null))).isEqualTo(ErrorCode.TOTP_REQUIRED);
        assertThat(refusal(() -> signIn(" "))).isEqualTo(ErrorCode.TOTP_REQUIRED);
        assertThat(refusal(() -> signIn(wrongCode()))).isEqualTo(ErrorCode.INVALID_CODE);
        assertThat(refusal(() -> scene.auth.signIn(account.email(), "a wrong password", code(), false, "test")))
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(sessions()).isEqualTo(sessions);
        assertThat(scene.isLetIn(signIn(code()))).isTrue();
    }

    private int sessions() {
        return scene.db
                .call(() -> scene.sessions.ofAccount(account.id(), scene.clock.instant()))
                .size();
    }

    @Test
    void aCodeIsGoodOnce() {
        confirm();
        String code = code();
        signIn(code);
        assertThat(refusal(() -> signIn(code))).isEqualTo(ErrorCode.INVALID_CODE);
        scene.clock.pass(Duration.ofSeconds(Totp.SECONDS));
        assertThat(refusal(() -> signIn(code))).isEqualTo(ErrorCode.INVALID_CODE);
        signIn(code());
    }

    @Test
    void theCodeThatConfirmedIsUsedUp() {
        String code = code();
        scene.secondFactor.confirm(account.id(), code);
        assertThat(refusal(() -> signIn(code))).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void ofManyAtOnceWithOneCodeOneGetsIn() throws Exception {
        confirm();
        String code = code();
        List<Callable<Boolean>> attempts = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    try {
                        signIn(code);
                        return true;
                    } catch (ApiException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CODE);
                        return false;
                    }
                })
                .toList();
        int passed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                passed += attempt.get() ? 1 : 0;
            }
        }
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void eachRecoveryCodeIsGoodOnce() {
        List<String> recovery = confirm();
        assertThat(recovery).hasSize(10).allMatch(code -> code.matches("([A-Z2-7]{4}-){3}[A-Z2-7]{4}"));
        assertThat(new HashSet<>(recovery)).hasSize(10);
        signIn(recovery.getFirst());
        assertThat(refusal(() -> signIn(recovery.getFirst()))).isEqualTo(ErrorCode.INVALID_CODE);
        signIn(" " + recovery.get(1).toLowerCase(Locale.ROOT).replace("-", " "));
        assertThat(scene.secondFactor.state(account.id())).isEqualTo(new SecondFactor.State(true, 8));
    }

    @Test
    void recoveryCodesOfAnotherAccountAreWorthNothing() {
        List<String> foreign = confirm();
        begin();
        confirm();
        assertThat(refusal(() -> signIn(foreign.getFirst()))).isEqualTo(ErrorCode.INVALID_CODE);
    }

    @Test
    void whatIsStoredShowsNeitherSecretNorCodes() {
        List<String> recovery = confirm();
        List<String> rows = scene.database.asSuperuser(
                "select t::text from auth.totp t union all select c::text from auth.recovery_code c");
        assertThat(rows).noneMatch(row -> recovery.stream().anyMatch(row::contains));
        assertThat(rows).noneMatch(row -> row.contains(enrolment.secret()));
    }

    @Test
    void aSecretInAnotherRowDoesNotOpen() {
        confirm();
        Account victim = account;
        begin();
        confirm();
        scene.database.asSuperuser(
                "update auth.totp set sealed_secret =\n  (select sealed_secret from auth.totp where account_id = '"
                        + account.id() + "') where account_id = '" + victim.id() + "'");
        account = victim;
        assertThat(catchThrowableOfType(ApiException.class, () -> signIn(code())))
                .hasMessageContaining("does not open")
                .extracting(ApiException::code)
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void whatAnOlderVersionEncryptedIsSealedAnew() throws Exception {
        confirm();
        DataFolder folder = DataFolder.shared(Files.createTempDirectory(Path.of("target"), "older-"));
        byte[] nonce = new byte[12];
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] key = Base64.getUrlDecoder().decode(folder.secret("totp"));
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(HexFormat.of().parseHex(account.id().toString().replace("-", "")));
        String encrypted = "00".repeat(12) + HexFormat.of().formatHex(cipher.doFinal(secret()));
        scene.database.asSuperuser("update auth.totp set sealed_secret = null, older = '\\x" + encrypted
                + "' where account_id = '" + account.id() + "'");
        assertThat(refusal(() -> signIn(code()))).isEqualTo(ErrorCode.INVALID_CODE);

        new OlderTotpSecrets(scene.db, scene.factors, new TotpSecrets(TestSealers.make(), scene.db), folder).sealAll();

        signIn(code());
        assertThat(scene.database.asSuperuser("select account_id from auth.totp where older is not null"))
                .isEmpty();
    }

    @Test
    void isSwitchedOffWithBothFactors() {
        confirm();
        assertThat(refusal(() -> scene.secondFactor.remove(account, "a wrong password", code())))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(() -> scene.secondFactor.remove(account, AuthScene.PASSWORD, wrongCode())))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(() -> signIn(null))).isEqualTo(ErrorCode.TOTP_REQUIRED);
        scene.secondFactor.remove(account, AuthScene.PASSWORD, code());
        assertThat(scene.emails(EmailKind.SECOND_FACTOR_REMOVED, account)).hasSize(1);
        signIn(null);
        assertThat(scene.secondFactor.state(account.id())).isEqualTo(new SecondFactor.State(false, 0));
    }

    @Test
    void oneThatIsOnIsNotReplaced() {
        confirm();
        assertThat(refusal(() -> scene.secondFactor.begin(account))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refusal(() -> scene.secondFactor.confirm(account.id(), code())))
                .isEqualTo(ErrorCode.CONFLICT);
        signIn(code());
    }
}
