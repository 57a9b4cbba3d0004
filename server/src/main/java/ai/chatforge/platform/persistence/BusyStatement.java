package ai.chatforge.platform.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * A statement that many threads run at once, each time as a transaction of its own. Those that come while others are under
 * way go together afterwards, with one round trip and one commit for some of them: the busier the database, the less each
 * costs. Where one of them fails, each is run by itself.
 *
 * <p>For statements of which each locks rows of its own tenant only: they go in the order of tenants, so that two trips do
 * not wait for each other.
 */
public final class BusyStatement {
    /** How many go together: few forms, as each connection keeps the plans of every one. */
    private static final int[] SIZES = {8, 4, 2, 1};

    /** One at a time, so that as many as possible gather; more where one of them is held up by somebody's lock. */
    private static final int MOST_TRIPS = 8;

    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(50);

    private final Database db;
    private final SingleStatements connections;
    private final ParsedSql parsed;
    private final String sql;
    private final Queue<Run<?>> waiting = new ArrayDeque<>();
    private int trips;
    private int underWay;
    /** When the latest trip did. */
    private long begun;

    BusyStatement(Database db, SingleStatements connections, String named) {
        this.db = db;
        this.connections = connections;
        this.parsed = NamedParameterUtils.parseSqlStatement(named);
        this.sql = NamedParameterUtils.substituteNamedParameters(parsed, null);
    }

    public <T> List<T> query(SqlParameterSource parameters, RowMapper<T> mapper) {
        return run(parameters, statement -> {
            List<T> rows = new ArrayList<>();
            try (ResultSet found = statement.getResultSet()) {
                while (found.next()) {
                    rows.add(mapper.mapRow(found, rows.size()));
                }
            }
            return rows;
        });
    }

    /** @return how many rows it changed */
    public int update(SqlParameterSource parameters) {
        return run(parameters, PreparedStatement::getUpdateCount);
    }

    private interface Reading<T> {
        T read(PreparedStatement statement) throws SQLException;
    }

    private final class Run<T> {
        private final Optional<UUID> tenant = Tenant.current();
        private final boolean followed = connections.isFollowed();
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final @Nullable Object[] values;
        private final Reading<T> reading;

        Run(SqlParameterSource parameters, Reading<T> reading) {
            this.values = NamedParameterUtils.buildValueArray(parsed, parameters, null);
            this.reading = reading;
        }

        /** @return the index behind its last parameter */
        int bind(PreparedStatement statement, int first) throws SQLException {
            int index = first;
            for (@Nullable Object value : values) {
                StatementCreatorUtils.setParameterValue(statement, index, SqlTypeValue.TYPE_UNKNOWN, value);
                index++;
            }
            return index;
        }

        void read(PreparedStatement statement) throws SQLException {
            try {
                result.complete(reading.read(statement));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }
    }

    private <T> T run(SqlParameterSource parameters, Reading<T> reading) {
        Run<T> run = new Run<>(parameters, reading);
        if (db.inTransaction()) {
            return db.inStatement(sql, statement -> {
                run.bind(statement, 1);
                statement.execute();
                return reading.read(statement);
            });
        }
        if (add(run)) {
            travel();
        }
        try {
            return run.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** @return whether a trip has to begin for it */
    private synchronized boolean add(Run<?> run) {
        waiting.add(run);
        long now = System.nanoTime();
        if (trips > 0 && (trips == MOST_TRIPS || now - begun < PATIENCE)) {
            return false;
        }
        trips++;
        begun = now;
        return true;
    }

    /** How many have no result yet. */
    synchronized int unanswered() {
        return waiting.size() + underWay;
    }

    /** @param done of the trip before */
    private synchronized List<Run<?>> next(int done) {
        underWay -= done;
        for (int size : SIZES) {
            if (size <= waiting.size()) {
                List<Run<?>> some = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    some.add(waiting.remove());
                }
                underWay += size;
                begun = System.nanoTime();
                some.sort(Comparator.comparing(
                        run -> run.tenant.map(UUID::toString).orElse("")));
                return some;
            }
        }
        trips--;
        return List.of();
    }

    /** Not in the caller's thread, which others wait for then and somebody may interrupt. */
    private void travel() {
        Thread.ofVirtual().name("trip").start(() -> {
            List<Run<?>> some = next(0);
            while (!some.isEmpty()) {
                go(some);
                some = next(some.size());
            }
        });
    }

    private void go(List<Run<?>> some) {
        try {
            together(some);
        } catch (SQLException e) {
            if (some.size() > 1 && isUndone(e)) {
                some.forEach(run -> go(List.of(run)));
            } else {
                DataAccessException failure = db.translated(sql, e);
                some.forEach(run -> run.result.completeExceptionally(failure));
            }
        } catch (RuntimeException | Error e) {
            some.forEach(run -> run.result.completeExceptionally(e));
        }
    }

    /** The server has said no, and not that it ends: nothing of the trip was committed. */
    private static boolean isUndone(SQLException e) {
        return e instanceof PSQLException told
                && told.getServerErrorMessage() != null
                && !String.valueOf(e.getSQLState()).startsWith("57P");
    }

    private void together(List<Run<?>> some) throws SQLException {
        boolean followed = some.stream().allMatch(run -> run.followed);
        try (Connection connection = connections.pooled();
                PreparedStatement all =
                        connection.prepareStatement((connections.prelude(followed) + sql + "; ").repeat(some.size()))) {
            int index = 1;
            for (Run<?> run : some) {
                index = run.bind(all, connections.enter(all, index, run.tenant));
            }
            all.execute();
            for (Run<?> run : some) {
                // Behind what enters the role.
                all.getMoreResults();
                run.read(all);
                all.getMoreResults();
            }
        }
    }
}
