package ai.chatforge.platform.account;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tables of one service, found in the database itself, so that a new one is not forgotten: rows are an account's by
 * their columns {@code tenant_id}, {@code account_id}, {@code user_id} and {@code accepted_by}, or as the service says.
 * Columns of bytes, and those whose name tells of a secret, are never handed out.
 */
public final class OwnedTables {
    private static final List<String> WHOSE = List.of("tenant_id", "account_id", "user_id", "accepted_by");
    private static final Pattern SECRET = Pattern.compile("(^|_)(hash|secret|token|password|storage|verifier)(_|$)");
    private static final int ROWS = 100;
    private static final int ROWS_TO_ERASE = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Database db;
    private final JsonMapper json;
    private final PlatformRows platform;
    private final Map<String, String> mine = new HashMap<>();
    private final Map<String, String> shown = new HashMap<>();
    private final List<String> notHandedOut = new ArrayList<>();
    private final List<String> nobodys = new ArrayList<>();
    private final List<Binary> binaries = new ArrayList<>();
    private volatile @Nullable List<OwnedTable> found;

    /** @param jobs types of jobs that erase and so are not to be erased themselves */
    public OwnedTables(Database db, JsonMapper json, String... jobs) {
        this.db = db;
        this.json = json;
        this.platform = new PlatformRows(db, List.of(jobs));
    }

    /** Says which rows of a table are an account's; see {@link OwnedTable}. */
    public OwnedTables rows(String table, String predicate) {
        mine.put(table, predicate);
        return this;
    }

    /** Hands a column out in another way: an SQL expression, or null not to do it at all. */
    public OwnedTables column(String table, String column, @Nullable String expression) {
        shown.put(table + "." + column, expression == null ? "" : expression);
        return this;
    }

    /** Hands out bytes as a file of their own: of one row, and few enough for one piece. */
    public OwnedTables binary(String table, String column, String file) {
        binaries.add(new Binary(table, column, file));
        return this;
    }

    private record Binary(String table, String column, String file) {}

    /** For what follows from something else that is handed out. */
    public OwnedTables withoutExport(String... tables) {
        notHandedOut.addAll(List.of(tables));
        return this;
    }

    /** For tables without data of an account, or whose rows go with those of another table. */
    public OwnedTables nobodys(String... tables) {
        nobodys.addAll(List.of(tables));
        return this;
    }

    /** Tables of which nobody said whose their rows are: there must be none. */
    public List<String> unknown() {
        return tables().stream()
                .filter(table -> table.mine().isEmpty())
                .map(OwnedTable::name)
                .toList();
    }

    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        Position at = cursor == null ? new Position(0, List.of()) : json.readValue(cursor, Position.class);
        List<OwnedTable> exported = owned().stream()
                .filter(table -> !notHandedOut.contains(table.name()))
                .toList();
        if (at.table() >= exported.size()) {
            return binaries(subject);
        }
        OwnedTable table = exported.get(at.table());
        List<Row> rows = page(table, subject, at.after());
        boolean first = at.after().isEmpty();
        StringBuilder text = new StringBuilder(first ? "[" : "");
        for (int i = 0; i < rows.size(); i++) {
            text.append(first && i == 0 ? "\n" : ",\n").append(rows.get(i).shown());
        }
        boolean last = rows.size() < ROWS;
        text.append(last ? "\n]\n" : "");
        Position next = last
                ? new Position(at.table() + 1, List.of())
                : new Position(at.table(), rows.getLast().position());
        return ExportPage.of(
                db.service().key() + "/" + table.name() + ".json",
                text.toString().getBytes(StandardCharsets.UTF_8),
                next.table() >= exported.size() && binaries.isEmpty() ? null : json.writeValueAsString(next));
    }

    private ExportPage binaries(DataSubject subject) {
        List<ExportPage.Piece> pieces = new ArrayList<>();
        for (Binary binary : binaries) {
            owned().stream()
                    .filter(table -> table.name().equals(binary.table()))
                    .flatMap(table -> inTenant(subject, () -> bound(table.only(binary.column()), subject, 1)
                                    .query((rs, n) -> rs.getBytes(1))
                                    .list())
                            .stream())
                    .forEach(content ->
                            pieces.add(new ExportPage.Piece(db.service().key() + "/" + binary.file(), content)));
        }
        return new ExportPage(pieces, null);
    }

    private record Position(int table, List<String> after) {}

    private record Row(String shown, List<String> position) {}

    private List<Row> page(OwnedTable table, DataSubject subject, List<String> after) {
        return inTenant(subject, () -> {
            JdbcClient.StatementSpec query = bound(table.page(after.isEmpty()), subject, ROWS);
            for (int i = 0; i < after.size(); i++) {
                query = query.param("key" + i, after.get(i));
            }
            return query.query((rs, n) -> new Row(rs.getString("shown"), List.of((String[])
                            rs.getArray("position").getArray())))
                    .list();
        });
    }

    public Map<String, Long> erase(DataSubject subject) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Long> erased = new LinkedHashMap<>(platform.erase(subject));
        for (OwnedTable table : owned()) {
            long gone = 0;
            long now;
            do {
                now = inTenant(subject, () ->
                        (long) bound(table.delete(), subject, ROWS_TO_ERASE).update());
                gone += now;
            } while (now == ROWS_TO_ERASE && System.nanoTime() < deadline);
            if (gone > 0) {
                erased.put(table.name(), gone);
            }
        }
        return erased;
    }

    public Map<String, Long> left(DataSubject subject) {
        Map<String, Long> left = new LinkedHashMap<>(platform.left(subject));
        for (OwnedTable table : owned()) {
            long rows = inTenant(
                    subject,
                    () -> bound(table.count(), subject, 1).query(Long.class).single());
            if (rows > 0) {
                left.put(table.name(), rows);
            }
        }
        return left;
    }

    private <T> T inTenant(DataSubject subject, Supplier<T> work) {
        return Tenant.call(subject.account(), () -> Objects.requireNonNull(db.call(work)));
    }

    private JdbcClient.StatementSpec bound(String sql, DataSubject subject, int limit) {
        return db.sql()
                .sql(sql)
                .param("account", subject.account())
                .param("email", subject.email(), Types.VARCHAR)
                .param("until", Timestamps.of(subject.until()))
                .param("limit", limit);
    }

    private List<OwnedTable> owned() {
        return tables().stream().filter(table -> !table.mine().isEmpty()).toList();
    }

    /** They do not change while the program runs. */
    private List<OwnedTable> tables() {
        List<OwnedTable> known = found;
        if (known == null) {
            known = db.call(this::find);
            found = known;
        }
        return known;
    }

    private record Found(String table, String column, String type, boolean isKey) {}

    private List<OwnedTable> find() {
        Map<String, List<Found>> byTable = new LinkedHashMap<>();
        db.sql()
                .sql("""
                        select c.relname, a.attname, format_type(a.atttypid, null) as type,
                               coalesce(a.attnum = any(i.indkey), false) as is_key
                        from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace
                        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                        left join pg_index i on i.indrelid = c.oid and i.indisprimary
                        where n.nspname = ? and c.relkind in ('r', 'p') and not c.relispartition
                          and c.relname not in ('scheduled_tasks', 'flyway_schema_history')
                        order by c.relname, a.attnum
                        """)
                .param(db.service().key())
                .query((rs, n) -> new Found(
                        rs.getString("relname"),
                        rs.getString("attname"),
                        rs.getString("type"),
                        rs.getBoolean("is_key")))
                .list()
                .forEach(column -> byTable.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column));
        Map<String, Integer> depths = depths();
        return byTable.entrySet().stream()
                .filter(table -> !nobodys.contains(table.getKey()))
                .map(table -> table(table.getKey(), table.getValue()))
                // What refers to something first: else it would go with that, unbounded and uncounted.
                .sorted(Comparator.comparingInt((OwnedTable table) -> -depths.getOrDefault(table.name(), 0))
                        .thenComparing(OwnedTable::name))
                .toList();
    }

    /** How many references in a row lead away from each table. */
    private Map<String, Integer> depths() {
        Map<String, Integer> depths = new HashMap<>();
        db.sql().sql("""
                        with recursive reference as (
                          select c.conrelid, c.confrelid from pg_constraint c
                          join pg_namespace n on n.oid = c.connamespace
                          where c.contype = 'f' and n.nspname = ? and c.conrelid <> c.confrelid
                        ), path as (
                          select conrelid, confrelid, 1 as depth from reference
                          union
                          select p.conrelid, r.confrelid, p.depth + 1
                          from path p join reference r on r.conrelid = p.confrelid where p.depth < 20
                        )
                        select (select relname from pg_class where oid = conrelid) as relname, max(depth) as depth
                        from path group by conrelid
                        """).param(db.service().key()).query((ResultSet rs) -> {
            depths.put(rs.getString("relname"), rs.getInt("depth"));
        });
        return depths;
    }

    private OwnedTable table(String name, List<Found> columns) {
        String whose = columns.stream()
                .filter(column ->
                        WHOSE.contains(column.column()) && column.type().equals("uuid"))
                .map(column -> OwnedTable.quoted(column.column()) + " = :account")
                .collect(Collectors.joining(" or "));
        return new OwnedTable(
                db.service().key(),
                name,
                columns.stream()
                        .map(column -> column(name, column))
                        .filter(column -> !column.shown().isEmpty())
                        .toList(),
                columns.stream()
                        .filter(Found::isKey)
                        .map(column -> column(name, column))
                        .toList(),
                mine.getOrDefault(name, whose));
    }

    private OwnedTable.Column column(String table, Found column) {
        boolean secret =
                column.type().equals("bytea") || SECRET.matcher(column.column()).find();
        String expression = secret ? "" : OwnedTable.quoted(column.column());
        return new OwnedTable.Column(
                column.column(), column.type(), shown.getOrDefault(table + "." + column.column(), expression));
    }
}
