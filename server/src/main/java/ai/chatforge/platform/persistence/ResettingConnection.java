package ai.chatforge.platform.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Gives up the role before the connection returns to the pool that other services share. */
final class ResettingConnection implements InvocationHandler {
    private final Connection target;

    ResettingConnection(Connection target) {
        this.target = target;
    }

    Connection proxy() {
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        if (method.getName().equals("close") && !target.isClosed()) {
            reset();
        }
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private void reset() throws SQLException {
        try (Statement statement = target.createStatement()) {
            if (!target.getAutoCommit()) {
                target.rollback();
            }
            statement.execute("reset role");
            if (!target.getAutoCommit()) {
                target.commit();
            }
        } catch (SQLException e) {
            // A broken connection must not go back under a service's role: end it instead.
            target.abort(Runnable::run);
        }
    }
}
