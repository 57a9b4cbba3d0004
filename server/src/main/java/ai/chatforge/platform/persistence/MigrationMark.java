package ai.chatforge.platform.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Which migrations a schema has had, as a comment on it. Flyway takes a second to find out that it has nothing to do;
 * where the mark is that of this build, it need not be asked.
 */
final class MigrationMark {
    private static final String PREFIX = "migrations ";

    private MigrationMark() {}

    /** Those of the schemas that have had exactly the migrations of this build. */
    static Set<String> current(Statement sql, Collection<String> schemas) throws SQLException {
        Set<String> current = new HashSet<>();
        try (ResultSet rows =
                sql.executeQuery("select nspname, obj_description(oid, 'pg_namespace') from pg_namespace")) {
            while (rows.next()) {
                String schema = rows.getString(1);
                if (schemas.contains(schema) && of(schema).equals(rows.getString(2))) {
                    current.add(schema);
                }
            }
        }
        return current;
    }

    static void set(Statement sql, Collection<String> schemas) throws SQLException {
        for (String schema : schemas) {
            sql.execute("comment on schema \"" + schema + "\" is '" + of(schema) + "'");
        }
    }

    private static String of(String schema) {
        try {
            Resource[] migrations =
                    new PathMatchingResourcePatternResolver().getResources("classpath*:db/" + schema + "/*.sql");
            Arrays.sort(migrations, Comparator.comparing(migration -> String.valueOf(migration.getFilename())));
            CRC32 sum = new CRC32();
            for (Resource migration : migrations) {
                sum.update(String.valueOf(migration.getFilename()).getBytes(StandardCharsets.UTF_8));
                sum.update(migration.getContentAsByteArray());
            }
            return PREFIX + migrations.length + " " + Long.toHexString(sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
