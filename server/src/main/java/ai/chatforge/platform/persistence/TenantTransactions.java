package ai.chatforge.platform.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/** Begins each transaction under the service's own role and for the current tenant; both end with it. */
final class TenantTransactions extends JdbcTransactionManager {
    static final String ENTER = "select set_config('role', ?, true), set_config('chatforge.tenant', ?, true)";

    private final String role;

    TenantTransactions(DataSource dataSource, String role) {
        super(dataSource);
        this.role = role;
    }

    @Override
    protected void prepareTransactionalConnection(Connection con, TransactionDefinition definition)
            throws SQLException {
        super.prepareTransactionalConnection(con, definition);
        try (PreparedStatement enter = con.prepareStatement(ENTER)) {
            enter.setString(1, role);
            enter.setString(2, Tenant.current().map(UUID::toString).orElse(""));
            enter.execute();
        }
    }
}
