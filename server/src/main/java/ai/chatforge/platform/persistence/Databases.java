package ai.chatforge.platform.persistence;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.postgres.EmbeddedPostgres;
import ai.chatforge.platform.service.ServiceName;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All databases of this process: started or reached, brought up to date, and pooled (one pool per address). */
public final class Databases implements AutoCloseable {
    private final @Nullable EmbeddedPostgres embedded;
    private final List<HikariDataSource> pools;
    private final Map<ServiceName, Database> byService;

    private Databases(
            @Nullable EmbeddedPostgres embedded, List<HikariDataSource> pools, Map<ServiceName, Database> byService) {
        this.embedded = embedded;
        this.pools = pools;
        this.byService = byService;
    }

    /** Starts what is embedded, migrates the schemas of the hosted services, opens the pools. */
    public static Databases open(
            DatabaseSettings settings, DataFolder folder, Collection<ServiceName> hosted, Consumer<String> progress) {
        List<ServiceName> services =
                hosted.stream().filter(ServiceName::hasDatabase).toList();
        boolean needsEmbedded = services.stream().anyMatch(s -> settings.urlOf(s) == null);
        EmbeddedPostgres embedded = needsEmbedded ? EmbeddedPostgres.start(folder.path("postgres"), progress) : null;
        try {
            return connect(settings, folder, services, embedded);
        } catch (RuntimeException e) {
            if (embedded != null) {
                embedded.close();
            }
            throw e;
        }
    }

    private static Databases connect(
            DatabaseSettings settings,
            DataFolder folder,
            List<ServiceName> services,
            @Nullable EmbeddedPostgres embedded) {
        Logins own = embedded == null ? null : EmbeddedLogins.prepare(embedded, folder);
        Map<Logins, List<ServiceName>> groups = new LinkedHashMap<>();
        for (ServiceName service : services) {
            groups.computeIfAbsent(logins(settings, service, own), k -> new ArrayList<>())
                    .add(service);
        }
        List<HikariDataSource> pools = new ArrayList<>();
        Map<ServiceName, Database> byService = new EnumMap<>(ServiceName.class);
        groups.forEach((logins, members) -> {
            new Schemas(logins).bringUpToDate(members);
            HikariDataSource pool = pool(settings, logins.runtime());
            pools.add(pool);
            members.forEach(service -> byService.put(service, new Database(service, pool)));
        });
        return new Databases(embedded, pools, byService);
    }

    private static Logins logins(DatabaseSettings settings, ServiceName service, @Nullable Logins own) {
        PostgresUrl url = settings.urlOf(service);
        if (url != null) {
            PostgresUrl owner = settings.ownerUrlOf(service);
            return new Logins(owner == null ? url : owner, url);
        }
        if (own == null) {
            throw new StartupFailure("No database for " + service.key());
        }
        return own;
    }

    private static HikariDataSource pool(DatabaseSettings settings, PostgresUrl url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgres");
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.user());
        config.setPassword(url.password());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(settings.maxConnections());
        config.setMinimumIdle(2);
        // A machine that is busy answers late: to wait costs a virtual thread, to give up costs somebody a 503.
        long patience = settings.connectionTimeout().toMillis();
        config.setConnectionTimeout(patience);
        config.setValidationTimeout(Math.max(250, patience / 2));
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "chatforge");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty(
                "connectTimeout",
                Long.toString(Math.max(1, settings.connectionTimeout().toSeconds())));
        config.addDataSourceProperty("socketTimeout", "60");
        return new HikariDataSource(config);
    }

    public Database of(ServiceName service) {
        Database database = byService.get(service);
        if (database == null) {
            throw new IllegalArgumentException(service + " has no database in this process");
        }
        return database;
    }

    public Collection<Database> all() {
        return byService.values();
    }

    public boolean isEmbedded() {
        return embedded != null;
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
        if (embedded != null) {
            embedded.close();
        }
    }
}
