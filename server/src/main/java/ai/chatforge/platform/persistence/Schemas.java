package ai.chatforge.platform.persistence;

import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.service.ServiceName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schemas of some services up to date, as the owner: a role and a schema for each service, tables by Flyway.
 * The owner has the tables, the service's role has the rows, and nobody has another service's.
 */
final class Schemas {
    /** Held while roles are made, so that processes that start together do not trip over each other. */
    private static final long BOOTSTRAP_LOCK = 0x43686174466f7267L;

    private final Logins logins;

    Schemas(Logins logins) {
        this.logins = logins;
    }

    void bringUpToDate(List<ServiceName> services) {
        Set<String> stale = new LinkedHashSet<>();
        stale.add("platform");
        services.forEach(service -> stale.add(service.key()));
        asOwner(sql -> {
            sql.execute(PLATFORM);
            for (ServiceName service : services) {
                sql.execute(bootstrap(service));
            }
            stale.removeAll(MigrationMark.current(sql, stale));
        });
        if (!stale.isEmpty()) {
            stale.forEach(this::migrate);
            asOwner(sql -> MigrationMark.set(sql, stale));
        }
    }

    private interface OwnersWork {
        void with(Statement sql) throws SQLException;
    }

    private void asOwner(OwnersWork work) {
        try (Connection connection = DriverManager.getConnection(
                        logins.owner().jdbcUrl(),
                        logins.owner().user(),
                        logins.owner().password());
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            sql.execute("select pg_advisory_xact_lock(" + BOOTSTRAP_LOCK + ")");
            work.with(sql);
            connection.commit();
        } catch (SQLException e) {
            throw new StartupFailure("The database " + logins.owner() + " cannot be used: " + e.getMessage()
                    + ". Check that it runs, and that the login may create roles and schemas.");
        }
    }

    private static final String PLATFORM = """
            do $$ begin
              if not exists (select from pg_roles where rolname = 'chatforge_service') then
                create role chatforge_service nologin;
              end if;
              if not exists (select from pg_namespace where nspname = 'platform') then
                create schema platform;
                grant usage on schema platform to chatforge_service;
              end if;
            end $$
            """;

    private String bootstrap(ServiceName service) {
        return """
                do $$ begin
                  if not exists (select from pg_roles where rolname = '%1$s') then
                    create role %1$s nologin;
                  end if;
                  if not pg_has_role('%1$s', 'chatforge_service', 'member') then
                    grant chatforge_service to %1$s;
                  end if;
                  if not exists (select from pg_namespace where nspname = '%2$s') then
                    create schema "%2$s";
                    grant usage on schema "%2$s" to %1$s;
                    alter default privileges in schema "%2$s"
                      grant select, insert, update, delete on tables to %1$s;
                    alter default privileges in schema "%2$s" grant usage, select on sequences to %1$s;
                  end if;
                  if not pg_has_role('%3$s', '%1$s', 'member') then
                    grant %1$s to "%3$s";
                  end if;
                end $$
                """.formatted(
                        service.databaseRole(),
                        service.key(),
                        logins.runtime().user().replace("'", "").replace("\"", ""));
    }

    private void migrate(String schema) {
        Flyway flyway = flyway(schema);
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StartupFailure("The schema '" + schema + "' of the database " + MigrationFault.of(flyway, e));
        }
    }

    private Flyway flyway(String schema) {
        return Flyway.configure()
                .dataSource(
                        logins.owner().jdbcUrl(),
                        logins.owner().user(),
                        logins.owner().password())
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(false)
                .locations("classpath:db/" + schema)
                .failOnMissingLocations(false)
                // By itself it starts on the data of newer versions.
                .ignoreMigrationPatterns(new String[0])
                .loggers("slf4j")
                .load();
    }
}
