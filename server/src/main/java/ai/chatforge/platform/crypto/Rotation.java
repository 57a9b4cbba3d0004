package ai.chatforge.platform.crypto;

import ai.chatforge.platform.crypto.KeysetTable.Stage;
import ai.chatforge.platform.persistence.Database;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the key of one service in steps that are kept in the database: whichever process comes by takes the next one,
 * also after a crash. Before each step every process must have seen the one before, so that none meets a value whose key
 * it cannot have, or seals with one that is about to go.
 */
record Rotation(Sealer sealer, KeysetTable table) {
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

    static Rotation of(Sealer sealer) {
        return new Rotation(sealer, new KeysetTable(sealer.database()));
    }

    /** Adds a new key, unless a rotation is under way already. */
    void begin() {
        database().run(() -> table.claim()
                .filter(row -> row.stage() == Stage.SETTLED)
                .ifPresent(row -> table.save(withNewKey(sealer.unwrap(row).handle()), Stage.ADDED)));
        sealer.reread();
    }

    /** Takes the next step when its time has come. */
    void step() {
        if (database().call(this::chooseOrBeDue)) {
            SealedRows rows = new SealedRows(sealer);
            int primary = sealer.reread().handle().getPrimary().getId();
            SealedColumn.of(database().service()).forEach(column -> rows.sealAnew(column, primary));
            database().run(this::destroyOld);
            LOG.info(
                    "The secrets of {} are sealed with a new key",
                    database().service().key());
        }
        sealer.reread();
    }

    /** @return whether everything is to be sealed anew now */
    private boolean chooseOrBeDue() {
        Optional<KeysetTable.Row> claimed = table.claim();
        Duration everybodyKnows = sealer.refresh().multipliedBy(2);
        if (claimed.isEmpty() || !table.isInStageFor(everybodyKnows)) {
            return false;
        }
        KeysetTable.Row row = claimed.get();
        return switch (row.stage()) {
            case SETTLED -> false;
            case ADDED -> {
                table.save(withLastChosen(sealer.unwrap(row).handle()), Stage.CHOSEN);
                yield false;
            }
            case CHOSEN -> true;
        };
    }

    private void destroyOld() {
        table.claim()
                .filter(row -> row.stage() == Stage.CHOSEN)
                .ifPresent(row -> table.save(withPrimaryAlone(sealer.unwrap(row).handle()), Stage.SETTLED));
    }

    private String withNewKey(KeysetHandle handle) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId());
        return wrap(builder);
    }

    private String withLastChosen(KeysetHandle handle) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
        builder.getAt(builder.size() - 1).makePrimary();
        return wrap(builder);
    }

    private String withPrimaryAlone(KeysetHandle handle) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
        for (int i = builder.size() - 1; i >= 0; i--) {
            if (!builder.getAt(i).isPrimary()) {
                builder.deleteAt(i);
            }
        }
        return wrap(builder);
    }

    private String wrap(KeysetHandle.Builder builder) {
        try {
            return sealer.wrap(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keyset cannot be changed", e);
        }
    }

    private Database database() {
        return sealer.database();
    }
}
