package ai.chatforge.platform.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * A statement that many threads run at once, each time as a transaction of its own. One trip to the database is under way at
 * a time; those that come meanwhile go together afterwards, with one round trip and one commit for some of them: the busier
 * the database, the less each costs. Where one of them fails, or waits for somebody's lock, each is run by itself, one of a
 * tenant after the other, and no other tenant waits behind it.
 *
 * <p>For statements that lock few rows, all of the run's own tenant, and whose parameters have types: the driver sends all
 * of a trip at once then, so that the server runs all of it or nothing. Trips go in the order of tenants.
 */
public final class BusyStatement {
    /** How many go together: few forms, as each connection keeps the plans of every one. */
    private static final int[] SIZES = {8, 4, 2, 1};

    /** Being busy takes no trip so long: its connection hangs, and others do not wait for that. */
    private static final long HANGS = Duration.ofSeconds(2).toNanos();

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Classes of errors after which nobody knows what was committed: of connections, resources, operators, system. */
    private static final Set<String> UNCERTAIN = Set.of("08", "53", "57", "58", "XX");

    private final Database db;
    private final SingleStatements connections;
    private final ParsedSql parsed;
    private final String sql;
    private final Queue<Run<?>> waiting = new ArrayDeque<>();
    private final Map<Optional<UUID>, Queue<Run<?>>> alone = new HashMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private int trips;
    /** When the latest trip did. */
    private long began;

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

        void read(PreparedStatement statement) {
            try {
                result.complete(reading.read(statement));
            } catch (SQLException e) {
                result.completeExceptionally(db.translated(sql, e));
            } catch (RuntimeException | Error e) {
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
        unanswered.incrementAndGet();
        if (mayGo(run)) {
            first(run);
        }
        try {
            return run.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        } finally {
            unanswered.decrementAndGet();
        }
    }

    /** In this thread, as its own run is all there is; what gathers meanwhile must not depend on its interrupts. */
    private void first(Run<?> run) {
        trip(List.of(run));
        List<Run<?>> gathered = next();
        while (!gathered.isEmpty() && !isTravelling(gathered)) {
            trip(gathered);
            gathered = next();
        }
    }

    private boolean isTravelling(List<Run<?>> gathered) {
        return hasThread(() -> travel(gathered));
    }

    private void travel(List<Run<?>> first) {
        List<Run<?>> some = first;
        while (!some.isEmpty()) {
            trip(some);
            some = next();
        }
    }

    /** @return whether a thread of its own does it; without memory for one nobody does */
    private static boolean hasThread(Runnable work) {
        AtomicBoolean claimed = new AtomicBoolean();
        try {
            Thread.ofVirtual().name("trip").start(() -> {
                if (claimed.compareAndSet(false, true)) {
                    work.run();
                }
            });
            return true;
        } catch (RuntimeException | Error e) {
            // It may have been queued all the same.
            return !claimed.compareAndSet(false, true);
        }
    }

    /** @return whether it goes at once; else others take it along */
    private synchronized boolean mayGo(Run<?> run) {
        Queue<Run<?>> before = alone.get(run.tenant);
        if (before != null) {
            before.add(run);
            return false;
        }
        long now = System.nanoTime();
        if (trips > 0 && now - began < HANGS) {
            waiting.add(run);
            return false;
        }
        trips++;
        began = now;
        return true;
    }

    private synchronized List<Run<?>> next() {
        for (int size : SIZES) {
            if (size <= waiting.size()) {
                List<Run<?>> some = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    some.add(waiting.remove());
                }
                some.sort(Comparator.comparing(
                        run -> run.tenant.map(UUID::toString).orElse("")));
                began = System.nanoTime();
                return some;
            }
        }
        trips--;
        return List.of();
    }

    /** How many callers have no result yet. */
    int unanswered() {
        return unanswered.get();
    }

    private void trip(List<Run<?>> some) {
        try {
            go(some, SHORT);
        } catch (CannotGetJdbcConnectionException e) {
            fail(some, e);
            if (!Thread.currentThread().isInterrupted()) {
                // Those who wait would wait for a connection as long, one trip after the other.
                fail(takeAll(waiting), e);
            }
        } catch (SQLException e) {
            if (isUndone(e) && (some.size() > 1 || isLocked(e))) {
                some.forEach(this::runAlone);
            } else {
                some.forEach(run -> run.result.completeExceptionally(db.translated(sql, e)));
            }
        } catch (RuntimeException | Error e) {
            fail(some, e);
        }
    }

    private void runAlone(Run<?> run) {
        synchronized (this) {
            Queue<Run<?>> before = alone.get(run.tenant);
            if (before != null) {
                before.add(run);
                return;
            }
            alone.put(run.tenant, new ArrayDeque<>());
        }
        if (!hasThread(() -> oneAfterTheOther(run))) {
            oneAfterTheOther(run);
        }
    }

    private void oneAfterTheOther(Run<?> first) {
        Run<?> run = first;
        while (run != null) {
            try {
                go(List.of(run), LONG);
            } catch (SQLException e) {
                run.result.completeExceptionally(db.translated(sql, e));
                if (isLocked(e)) {
                    // The others would wait as long.
                    fail(takeAll(behind(run)), db.translated(sql, e));
                }
            } catch (RuntimeException | Error e) {
                run.result.completeExceptionally(e);
            }
            run = nextAlone(run.tenant);
        }
    }

    private synchronized Queue<Run<?>> behind(Run<?> run) {
        return alone.getOrDefault(run.tenant, new ArrayDeque<>());
    }

    private synchronized @Nullable Run<?> nextAlone(Optional<UUID> tenant) {
        Queue<Run<?>> behind = alone.get(tenant);
        Run<?> next = behind == null ? null : behind.poll();
        if (next == null) {
            alone.remove(tenant);
        }
        return next;
    }

    private static void fail(List<Run<?>> some, Throwable cause) {
        some.forEach(run -> run.result.completeExceptionally(cause));
    }

    private synchronized List<Run<?>> takeAll(Queue<Run<?>> queue) {
        List<Run<?>> all = List.copyOf(queue);
        queue.clear();
        return all;
    }

    private static boolean isLocked(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }

    /** The server has said no to a statement, so nothing of the trip was committed. */
    private static boolean isUndone(SQLException e) {
        return e instanceof PSQLException told
                && told.getServerErrorMessage() != null
                && told.getSQLState() != null
                && !UNCERTAIN.contains(told.getSQLState().substring(0, 2));
    }

    /** @param patience for locks of others */
    private void go(List<Run<?>> some, Duration patience) throws SQLException {
        boolean followed = some.stream().allMatch(run -> run.followed);
        String each = connections.prelude(followed, patience) + sql + "; ";
        try (Connection connection = connection();
                PreparedStatement all = connection.prepareStatement(each.repeat(some.size()))) {
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

    private Connection connection() {
        try {
            return connections.pooled();
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("No connection for a statement", e);
        }
    }
}
