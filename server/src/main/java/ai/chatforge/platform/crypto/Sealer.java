package ai.chatforge.platform.crypto;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * Seals secrets of one service for their rows (AES-256-GCM). A value opens only in the row and the column it was sealed
 * for, and names its key, so that keys can be rotated. Rows are named by their primary key: a UUID, a number or bytes.
 */
public final class Sealer {
    private final Database database;
    private final KeysetTable table;
    private final MasterKeys master;
    private final Duration refresh;
    private volatile Keys keys;

    /** @param readAt of the system's nano time, before the database was asked */
    record Keys(KeysetHandle handle, Aead aead, int version, KeysetTable.Stage stage, long readAt) {}

    Sealer(Database database, MasterKeys master, Duration refresh) {
        if (database.inTransaction()) {
            // New keys would be lost with it.
            throw new IllegalStateException("Keys are not made inside of a transaction");
        }
        this.database = database;
        this.table = new KeysetTable(database);
        this.master = master;
        this.refresh = refresh;
        if (table.find().isEmpty()) {
            table.insert(wrap(newKeys()));
        }
        database.run(this::wrapAnewIfStale);
        this.keys = read();
    }

    private static KeysetHandle newKeys() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key can be made", e);
        }
    }

    private void wrapAnewIfStale() {
        table.claim().ifPresent(row -> {
            MasterKeys.Unwrapped unwrapped = unwrap(row);
            if (unwrapped.stale()) {
                table.save(wrap(unwrapped.handle()), row.stage());
            }
        });
    }

    public byte[] seal(SealedColumn column, Object row, byte[] secret) {
        try {
            return fresh().aead().encrypt(secret, column.place(row));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A value for " + column.table() + " cannot be sealed", e);
        }
    }

    public byte[] seal(SealedColumn column, Object row, String secret) {
        return seal(column, row, secret.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ApiException {@link ErrorCode#SERVICE_UNAVAILABLE} when its key is not there, or it is of another row */
    public byte[] open(SealedColumn column, Object row, byte[] sealed) {
        Keys known = fresh();
        try {
            return known.aead().decrypt(sealed, column.place(row));
        } catch (GeneralSecurityException e) {
            Keys newest = reread();
            if (newest.version() == known.version()) {
                throw closed(column, e);
            }
            try {
                return newest.aead().decrypt(sealed, column.place(row));
            } catch (GeneralSecurityException again) {
                throw closed(column, again);
            }
        }
    }

    private static ApiException closed(SealedColumn column, GeneralSecurityException cause) {
        return new ApiException(
                ErrorCode.SERVICE_UNAVAILABLE,
                "What is stored sealed in " + column.table()
                        + " does not open with the keys that are there. The operator"
                        + " must restore platform.keyset and the master key from the same backup as the data.",
                cause);
    }

    /** Not so old that a rotation might have gone two steps. */
    private Keys fresh() {
        Keys known = keys;
        return System.nanoTime() - known.readAt() < refresh.toNanos() ? known : reread();
    }

    Keys reread() {
        Keys read = read();
        keys = read;
        return read;
    }

    /** Before somebody has to wait for it. */
    Keys rereadInTime() {
        Keys known = keys;
        return System.nanoTime() - known.readAt() < refresh.toNanos() / 2 ? known : reread();
    }

    private Keys read() {
        long now = System.nanoTime();
        KeysetTable.Row row = table.find()
                .orElseThrow(() -> new ApiException(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "The keys of sealed secrets (platform.keyset) are gone. The operator must restore them."));
        KeysetHandle handle = unwrap(row).handle();
        try {
            Aead aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
            return new Keys(handle, aead, row.version(), row.stage(), now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keyset cannot be used", e);
        }
    }

    MasterKeys.Unwrapped unwrap(KeysetTable.Row row) {
        return master.unwrap(row.wrapped(), database.service().key());
    }

    String wrap(KeysetHandle handle) {
        return master.wrap(handle, database.service().key());
    }

    Database database() {
        return database;
    }

    Duration refresh() {
        return refresh;
    }
}
