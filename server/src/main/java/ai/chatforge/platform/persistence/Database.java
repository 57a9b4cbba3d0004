package ai.chatforge.platform.persistence;

import ai.chatforge.platform.service.ServiceName;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One service's view of its database: its own role, its own transactions. Every statement runs inside {@link #call} or
 * {@link #run}, or by itself through {@link #single}; outside of them the connection has no right to anything.
 */
public final class Database {
    private final ServiceName service;
    private final DataSource source;
    private final JdbcTemplate jdbc;
    private final JdbcClient sql;
    private final SingleStatements singleStatements;
    private final JdbcClient single;
    private final TransactionTemplate transactions;

    Database(ServiceName service, DataSource pool) {
        this.service = service;
        // A wrapper of its own, so that services that share a pool never share a transaction.
        this.source = new DelegatingDataSource(pool);
        this.jdbc = new JdbcTemplate(source);
        this.sql = JdbcClient.create(jdbc);
        this.singleStatements = new SingleStatements(pool, service.databaseRole());
        this.single = JdbcClient.create(singleStatements);
        this.transactions = new TransactionTemplate(new TenantTransactions(source, service.databaseRole()));
    }

    public ServiceName service() {
        return service;
    }

    /** Statements; to be used inside a transaction of this database. */
    public JdbcClient sql() {
        return sql;
    }

    /**
     * A statement that is a transaction of its own, in one round trip; inside a transaction of this database it is a part
     * of that one. Where it returns text, its nulls need a type: the driver sends it apart from its role else, and it fails.
     * Inside a transaction of another database it keeps a connection until that one ends.
     */
    public JdbcClient single() {
        return inTransaction() ? sql : single;
    }

    /** A statement with named parameters that is run very often; inside a transaction of this database it is a part of that. */
    public BusyStatement busy(String sql) {
        return new BusyStatement(this, singleStatements, sql);
    }

    <T extends @Nullable Object> T inStatement(String sql, PreparedStatementCallback<T> work) {
        return jdbc.execute(sql, work);
    }

    DataAccessException translated(String sql, SQLException e) {
        DataAccessException known = jdbc.getExceptionTranslator().translate("busy statement", sql, e);
        return known == null ? new UncategorizedSQLException("busy statement", sql, e) : known;
    }

    /**
     * Runs work after which the caller commits something to this database, before anybody is told what the work did. Where
     * the work's own {@link #single} statements, also those of other services, go to the same server, the disk is waited
     * for only once, by the commit that follows.
     */
    public <T> T followed(Supplier<T> work) {
        return singleStatements.followed(work);
    }

    /** The same as {@link #sql} for what {@link JdbcClient} lacks: batches. */
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    /** Runs the work in a transaction, or in the one that is already open. */
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return transactions.execute(status -> work.get());
    }

    public void run(Runnable work) {
        transactions.executeWithoutResult(status -> work.run());
    }

    public boolean inTransaction() {
        return TransactionSynchronizationManager.hasResource(source);
    }

    /** For libraries that manage their own connections: each one works under the service's role. */
    public DataSource rawDataSource() {
        return new RoleDataSource(source, service.databaseRole());
    }
}
