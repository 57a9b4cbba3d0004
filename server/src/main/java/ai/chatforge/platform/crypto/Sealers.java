package ai.chatforge.platform.crypto;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.persistence.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A {@link Sealer} for each service of this process. */
public final class Sealers {
    private final MasterKeys master;
    private final Duration refresh;
    private final Map<Database, Sealer> sealers = new ConcurrentHashMap<>();

    public Sealers(CryptoSettings settings, DataFolder folder) {
        this.master = MasterKeys.of(settings, folder);
        this.refresh = settings.refresh();
    }

    /**
     * Has the keys of all these ready.
     *
     * @throws ai.chatforge.platform.config.StartupFailure when the master key is another one
     */
    Sealers prepare(Collection<Database> databases) {
        databases.forEach(this::of);
        return this;
    }

    public Sealer of(Database database) {
        return sealers.computeIfAbsent(database, owner -> new Sealer(owner, master, refresh));
    }

    List<Sealer> all() {
        return List.copyOf(sealers.values());
    }
}
