package ai.chatforge.platform.crypto;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals a column anew, row by row, while others read and write it. */
record SealedRows(Sealer sealer) {
    private static final Logger LOG = LoggerFactory.getLogger(SealedRows.class);
    private static final int BATCH = 200;
    /** Of a value: one byte that is always 1, and the id of its key (Tink's wire format). */
    private static final byte PREFIX = 1;

    private static final int PREFIX_LENGTH = 5;

    private record Row(Object key, byte[] sealed) {}

    private record Sealed(Row row, byte[] anew) {}

    void sealAnew(SealedColumn column, int primary) {
        byte[] prefix =
                ByteBuffer.allocate(PREFIX_LENGTH).put(PREFIX).putInt(primary).array();
        int closed = 0;
        Object last = null;
        List<Row> rows = batch(column, prefix, last);
        while (!rows.isEmpty()) {
            List<Sealed> anew = sealAnew(column, rows);
            closed += rows.size() - anew.size();
            store(column, anew);
            last = rows.getLast().key();
            rows = batch(column, prefix, last);
        }
        if (closed > 0) {
            LOG.warn("{} values of {} open with no key and were left as they are", closed, column.table());
        }
    }

    private List<Sealed> sealAnew(SealedColumn column, List<Row> rows) {
        List<Sealed> anew = new ArrayList<>();
        for (Row row : rows) {
            try {
                byte[] secret = sealer.open(column, row.key(), row.sealed());
                anew.add(new Sealed(row, sealer.seal(column, row.key(), secret)));
            } catch (ApiException _) {
                // No key will ever open it: it need not keep the old ones alive.
            }
        }
        return anew;
    }

    private List<Row> batch(SealedColumn column, byte[] prefix, @Nullable Object after) {
        Database database = sealer.database();
        String sql = """
                select %2$s, %3$s from %1$s
                where %3$s is not null and substring(%3$s from 1 for %4$d) <> ? %5$s
                order by %2$s limit %6$d
                """.formatted(
                        column.table(),
                        column.key(),
                        column.column(),
                        PREFIX_LENGTH,
                        after == null ? "" : "and " + column.key() + " > ?",
                        BATCH);
        return database.call(() -> database.sql()
                .sql(sql)
                .params(after == null ? List.of(prefix) : List.of(prefix, after))
                .query((rows, n) -> new Row(rows.getObject(1), rows.getBytes(2)))
                .list());
    }

    /** Unless somebody else wrote the row in between, who did so with the new key. */
    private void store(SealedColumn column, List<Sealed> anew) {
        Database database = sealer.database();
        String sql = "update %1$s set %3$s = ? where %2$s = ? and %3$s = ?"
                .formatted(column.table(), column.key(), column.column());
        List<Object[]> parameters = anew.stream()
                .map(value -> new Object[] {
                    value.anew(), value.row().key(), value.row().sealed()
                })
                .toList();
        database.run(() -> database.jdbc().batchUpdate(sql, parameters));
    }
}
