package ai.chatforge.platform.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections on which each prepared statement is a transaction of its own. The role and the tenant are set by another
 * statement ahead of it, which PostgreSQL gets, runs and commits together with it: one round trip in all, where a
 * transaction takes three.
 */
final class SingleStatements extends DelegatingDataSource {
    private static final int OWN_PARAMETERS = 2;
    private static final ScopedValue<DataSource> FOLLOWED = ScopedValue.newInstance();

    private final DataSource pool;
    private final String role;

    SingleStatements(DataSource pool, String role) {
        super(pool);
        this.pool = pool;
        this.role = role;
    }

    /**
     * Runs work that another commit to the same server follows. Its own ones do not wait for the disk then: the one that
     * follows waits for all.
     */
    <T> T followed(Supplier<T> work) {
        return ScopedValue.where(FOLLOWED, pool).call(work::get);
    }

    boolean isFollowed() {
        return FOLLOWED.isBound() && FOLLOWED.get() == pool;
    }

    /**
     * What stands ahead of a statement.
     *
     * @param patience for locks of others; null for the server's own
     */
    String prelude(boolean followed, @Nullable Duration patience) {
        return TenantTransactions.ENTER
                + (followed ? ", set_config('synchronous_commit', 'off', true)" : "")
                + (patience == null ? "" : ", set_config('lock_timeout', '" + patience.toMillis() + "ms', true)")
                + "; ";
    }

    /** @return the index behind its parameters */
    int enter(PreparedStatement statement, int first, Optional<UUID> tenant) throws SQLException {
        statement.setString(first, role);
        statement.setString(first + 1, tenant.map(UUID::toString).orElse(""));
        return first + OWN_PARAMETERS;
    }

    /** On which each execution is a transaction. */
    Connection pooled() throws SQLException {
        Connection connection = super.getConnection();
        try {
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = pooled();
        return proxy(Connection.class, (_, method, args) -> {
            if (method.getName().equals("prepareStatement") && args != null && args.length == 1) {
                return prepare(connection, (String) args[0]);
            }
            return invoke(connection, method, args);
        });
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement both = connection.prepareStatement(prelude(isFollowed(), null) + sql);
        enter(both, 1, Tenant.current());
        return proxy(PreparedStatement.class, (_, method, args) -> switch (method.getName()) {
            case "executeQuery" -> {
                toSecondResult(both);
                yield both.getResultSet();
            }
            case "executeUpdate" -> {
                toSecondResult(both);
                yield both.getUpdateCount();
            }
            default -> {
                if (args != null && args.length > 1 && method.getName().startsWith("set")) {
                    args[0] = (int) args[0] + OWN_PARAMETERS;
                }
                yield invoke(both, method, args);
            }
        });
    }

    private static void toSecondResult(PreparedStatement both) throws SQLException {
        both.execute();
        both.getMoreResults();
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
