package ai.chatforge.platform.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections that enter a role when they are taken. The pool resets the role when they come back. */
final class RoleDataSource extends DelegatingDataSource {
    private final String role;

    RoleDataSource(DataSource target, String role) {
        super(target);
        this.role = role;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set role " + role);
            connection.commit();
            return new ResettingConnection(connection).proxy();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
