package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final String PASSWORD = AuthScene.PASSWORD;
    private static final Passwords BCRYPT = passwords(PasswordAlgorithm.BCRYPT, Duration.ofSeconds(5), null);
    private static final Passwords ARGON2ID = passwords(PasswordAlgorithm.ARGON2ID, Duration.ofSeconds(5), null);

    private static Passwords passwords(PasswordAlgorithm algorithm, Duration patience, @Nullable Path breached) {
        AuthSettings usual = AuthScene.settings(algorithm);
        AuthSettings settings = new AuthSettings(
                usual.signUp(),
                usual.bcryptCost(),
                algorithm,
                patience,
                usual.minPasswordLength(),
                breached,
                usual.accessTokenLife(),
                usual.sessionLife(),
                usual.refreshTokenLife(),
                usual.administrator(),
                usual.limits(),
                usual.providers(),
                usual.providerPatience());
        return new Passwords(settings, new KnownPasswords(settings));
    }

    @Test
    void argon2idHasTheParametersThatOwaspNames() {
        assertThat(ARGON2ID.hash(PASSWORD)).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[\\w+/]{22}\\$[\\w+/]{43}");
    }

    @ParameterizedTest
    @EnumSource(PasswordAlgorithm.class)
    void eachChecksTheHashesOfBoth(PasswordAlgorithm algorithm) {
        Passwords passwords = passwords(algorithm, Duration.ofSeconds(5), null);
        for (String hash : List.of(BCRYPT.hash(PASSWORD), ARGON2ID.hash(PASSWORD))) {
            assertThat(passwords.matches(PASSWORD, hash)).isTrue();
            assertThat(passwords.matches(PASSWORD + "x", hash)).isFalse();
            assertThat(passwords.isOutdated(hash)).isEqualTo(!algorithm.made(hash));
        }
        assertThatCode(() -> passwords.matchNobody(PASSWORD)).doesNotThrowAnyException();
        assertThat(passwords.matches(PASSWORD, algorithm.nobody(AuthScene.settings(algorithm))))
                .isFalse();
    }

    @Test
    void anOldHashIsMadeAnewAtSignIn() {
        try (AuthScene scene = new AuthScene()) {
            Account account = scene.signUp().account();
            String weaker = "$2a$04$" + hashOfCostFour();
            scene.database.asSuperuser("update auth.account set password_hash = '" + weaker + "'");
            scene.signIn(account, PASSWORD);
            assertThat(scene.database.asSuperuser("select password_hash from auth.account"))
                    .singleElement()
                    .asString()
                    .startsWith("$2a$10$");
            scene.signIn(account, PASSWORD);
        }
    }

    private static String hashOfCostFour() {
        String hash = new org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder(4).encode(PASSWORD);
        return String.valueOf(hash).substring("$2a$04$".length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "password1", "PASSWORD1", "qwertyuiop", "ada@example.com"})
    void theFirstThatOthersWouldTryAreRefused(String password) {
        assertThat(catchThrowableOfType(ApiException.class, () -> BCRYPT.check(password, "Ada@example.com"))
                        .code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void moreThanBcryptSeesIsRefused() {
        assertThatCode(() -> BCRYPT.check("é".repeat(36), "")).doesNotThrowAnyException();
        assertThat(catchThrowableOfType(ApiException.class, () -> BCRYPT.check("é".repeat(36) + "a", "")))
                .isNotNull();
    }

    @Test
    void anOperatorsListIsRefusedToo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("breached.txt");
        byte[] noText = {(byte) 0xff, (byte) 0xfe, '\n'};
        Files.write(file, noText);
        Files.writeString(
                file, "Very secret words\n\n", StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.APPEND);
        Passwords passwords = passwords(PasswordAlgorithm.BCRYPT, Duration.ofSeconds(5), file);
        assertThat(catchThrowableOfType(ApiException.class, () -> passwords.check("very secret words", "")))
                .isNotNull();
        assertThat(catchThrowableOfType(ApiException.class, () -> passwords.check("password1", "")))
                .isNotNull();
        assertThatCode(() -> passwords.check("other secret words", "")).doesNotThrowAnyException();
    }

    @Test
    void aListThatIsNotThereIsSaidAtTheStart(@TempDir Path folder) {
        assertThat(catchThrowableOfType(
                        StartupFailure.class,
                        () -> passwords(PasswordAlgorithm.BCRYPT, Duration.ZERO, folder.resolve("none.txt"))))
                .hasMessageContaining("chatforge.auth.breached-passwords")
                .hasMessageContaining("none.txt");
    }

    @Test
    void whoWouldWaitTooLongIsToldWhenToComeBack() throws Exception {
        Passwords passwords = passwords(PasswordAlgorithm.BCRYPT, Duration.ZERO, null);
        List<Callable<String>> attempts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            attempts.add(() -> outcome(passwords));
        }
        List<String> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(attempts.size())) {
            for (Future<String> attempt : threads.invokeAll(attempts)) {
                outcomes.add(attempt.get());
            }
        }
        assertThat(outcomes).contains("hashed", "service_unavailable").containsOnly("hashed", "service_unavailable");
        assertThat(outcome(passwords)).isEqualTo("hashed");
    }

    private static String outcome(Passwords passwords) {
        try {
            passwords.hash(PASSWORD);
            return "hashed";
        } catch (ApiException e) {
            assertThat(e.retryAfter()).isPresent();
            return e.code().key();
        }
    }
}
