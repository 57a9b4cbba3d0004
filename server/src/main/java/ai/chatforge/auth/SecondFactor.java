package ai.chatforge.auth;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Codes of an authenticator app, asked for beside the password, and recovery codes for when the app is lost. */
@Service
class SecondFactor {
    /** As long as the output of SHA-1 (RFC 4226, section 4). */
    private static final int SECRET_BYTES = 20;

    private static final int RECOVERY_CODES = 10;
    /** 80 bits: enough that a fast hash keeps them. */
    private static final int RECOVERY_BYTES = 10;

    private static final String ISSUER = "ChatForge";

    private final Database db;
    private final TotpRepository factors;
    private final AccountRepository accounts;
    private final TotpSecrets secrets;
    private final Passwords passwords;
    private final AccountNotices notices;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SecondFactor(
            @Qualifier("auth") Database db,
            TotpRepository factors,
            AccountRepository accounts,
            TotpSecrets secrets,
            Passwords passwords,
            AccountNotices notices,
            Clock clock) {
        this.db = db;
        this.factors = factors;
        this.accounts = accounts;
        this.secrets = secrets;
        this.passwords = passwords;
        this.notices = notices;
        this.clock = clock;
    }

    /** @param uri for a QR code: otpauth, as authenticator apps read it */
    record Enrolment(String secret, String uri) {}

    record State(boolean enabled, int recoveryCodesLeft) {}

    State state(UUID account) {
        return db.call(() -> new State(isOn(account), factors.recoveryCodesLeft(account)));
    }

    private boolean isOn(UUID account) {
        return factors.find(account).filter(TotpRepository.Factor::confirmed).isPresent();
    }

    /** Whether sign-in needs a code of this account. */
    boolean asksOf(UUID account) {
        return db.call(() -> isOn(account));
    }

    /** A new secret. Nothing is asked for at sign-in until a code shows that the app has it. */
    Enrolment begin(Account account) {
        byte[] secret = bytes(SECRET_BYTES);
        if (!db.call(() -> factors.begin(account.id(), secrets.seal(secret, account.id()), clock.instant()))) {
            throw new ApiException(
                    ErrorCode.CONFLICT, "The second factor is on already. Switch it off before you set up another.");
        }
        String text = Base32.encode(secret);
        String label =
                URLEncoder.encode(account.email(), StandardCharsets.UTF_8).replace("+", "%20");
        return new Enrolment(
                text,
                "otpauth://totp/" + ISSUER + ":" + label + "?secret=" + text + "&issuer=" + ISSUER
                        + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.SECONDS);
    }

    /** @return the recovery codes, which nobody is shown again */
    List<String> confirm(UUID account, String code) {
        return db.call(() -> {
            Instant now = clock.instant();
            TotpRepository.Factor begun = factors.find(account)
                    .filter(factor -> !factor.confirmed())
                    .orElseThrow(() -> new ApiException(
                            ErrorCode.CONFLICT,
                            "There is no second factor to confirm. Begin with POST /api/auth/totp."));
            byte[] sealed = begun.sealedSecret();
            OptionalLong step = accepted(begun, account, code.strip());
            if (sealed == null || step.isEmpty() || !factors.confirm(account, sealed, step.getAsLong(), now)) {
                throw ApiException.invalid("code", "is not the one that the app shows now");
            }
            List<String> codes = Stream.generate(() -> recoveryCode(Base32.encode(bytes(RECOVERY_BYTES))))
                    .limit(RECOVERY_CODES)
                    .toList();
            factors.insertRecoveryCodes(account, codes);
            return codes;
        });
    }

    /** In groups of four, however it was typed. */
    private static String recoveryCode(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z2-7]", "").replaceAll("(.{4})(?!$)", "$1-");
    }

    /** At sign-in, after the password. */
    void require(UUID account, @Nullable String code) {
        if (!asksOf(account)) {
            return;
        }
        if (code == null || code.isBlank()) {
            throw new ApiException(
                    ErrorCode.TOTP_REQUIRED, "Send the code of your authenticator app, or a recovery code, as code.");
        }
        if (!accepts(account, code)) {
            throw new ApiException(
                    ErrorCode.INVALID_CODE, "The code is wrong, or was used before. Wait for the app's next one.");
        }
    }

    /** For what a session that somebody left open must not be enough for: the code, where there is a second factor. */
    void confirm(Account account, @Nullable String code) {
        if (!state(account.id()).enabled()) {
            return;
        }
        if (code == null || code.isBlank()) {
            throw ApiException.invalid("code", "is needed: what your authenticator app shows, or a recovery code");
        }
        if (!accepts(account.id(), code)) {
            throw ApiException.invalid("code", "is wrong, or was used before");
        }
    }

    private boolean accepts(UUID account, String code) {
        return db.call(() -> factors.find(account)
                .filter(TotpRepository.Factor::confirmed)
                .filter(factor ->
                        isCode(factor, account, code.strip()) || factors.useRecoveryCode(account, recoveryCode(code)))
                .isPresent());
    }

    private OptionalLong accepted(TotpRepository.Factor factor, UUID account, String code) {
        byte[] sealed = factor.sealedSecret();
        return sealed == null
                ? OptionalLong.empty()
                : Totp.accepted(secrets.open(sealed, account), code, clock.instant(), factor.lastStep());
    }

    private boolean isCode(TotpRepository.Factor factor, UUID account, String code) {
        OptionalLong step = accepted(factor, account, code);
        return step.isPresent() && factors.use(account, step.getAsLong());
    }

    /** Takes both factors, as a session that somebody left open must not be enough; the code alone without a password. */
    void remove(Account account, @Nullable String password, String code) {
        String hash = db.call(() -> accounts.credentials(account.email()))
                .orElseThrow(() -> ApiException.notFound("account"))
                .passwordHash();
        if (hash != null && password == null) {
            throw ApiException.invalid("password", "must be given");
        }
        if (hash != null && !passwords.matches(String.valueOf(password), hash)) {
            throw ApiException.invalid("password", "is wrong");
        }
        if (!state(account.id()).enabled()) {
            throw new ApiException(ErrorCode.CONFLICT, "There is no second factor to switch off.");
        }
        if (!accepts(account.id(), code)) {
            throw ApiException.invalid("code", "is wrong, or was used before");
        }
        db.run(() -> {
            factors.remove(account.id());
            notices.send(account, EmailKind.SECOND_FACTOR_REMOVED);
        });
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
