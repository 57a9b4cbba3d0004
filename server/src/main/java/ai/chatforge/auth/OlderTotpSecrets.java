package ai.chatforge.auth;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.persistence.Database;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Seals anew what versions before the keysets encrypted, with keys/totp of the data folder. */
@Component
class OlderTotpSecrets implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(OlderTotpSecrets.class);
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Database db;
    private final TotpRepository factors;
    private final TotpSecrets secrets;
    private final DataFolder folder;

    OlderTotpSecrets(@Qualifier("auth") Database db, TotpRepository factors, TotpSecrets secrets, DataFolder folder) {
        this.db = db;
        this.factors = factors;
        this.secrets = secrets;
        this.folder = folder;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        sealAll();
    }

    void sealAll() {
        List<TotpRepository.Older> rows = db.call(factors::older);
        if (rows.isEmpty()) {
            return;
        }
        SecretKeySpec key = new SecretKeySpec(Base64.getUrlDecoder().decode(folder.secret("totp")), "AES");
        int closed = 0;
        for (TotpRepository.Older row : rows) {
            try {
                byte[] secret = open(key, row);
                db.run(() -> factors.seal(row.account(), secrets.seal(secret, row.account())));
            } catch (GeneralSecurityException _) {
                closed++;
            }
        }
        if (closed > 0) {
            LOG.error(
                    "The secrets of {} second factors do not open with keys/totp of the data folder; restore it and"
                            + " start again. Until then their owners need a recovery code to sign in",
                    closed);
        }
    }

    private static byte[] open(SecretKeySpec key, TotpRepository.Older row) throws GeneralSecurityException {
        byte[] sealed = row.sealed();
        if (sealed.length < NONCE) {
            throw new GeneralSecurityException();
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, Arrays.copyOf(sealed, NONCE)));
        cipher.updateAAD(bytes(row.account()));
        return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
    }

    private static byte[] bytes(UUID account) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits())
                .array();
    }
}
