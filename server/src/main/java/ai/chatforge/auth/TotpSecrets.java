package ai.chatforge.auth;

import ai.chatforge.platform.crypto.SealedColumn;
import ai.chatforge.platform.crypto.Sealer;
import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.persistence.Database;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Seals secrets of second factors for their accounts' rows. */
@Component
class TotpSecrets {
    private final Sealer sealer;

    TotpSecrets(Sealers sealers, @Qualifier("auth") Database db) {
        this.sealer = sealers.of(db);
    }

    byte[] seal(byte[] secret, UUID account) {
        return sealer.seal(SealedColumn.TOTP_SECRET, account, secret);
    }

    byte[] open(byte[] sealed, UUID account) {
        return sealer.open(SealedColumn.TOTP_SECRET, account, sealed);
    }
}
