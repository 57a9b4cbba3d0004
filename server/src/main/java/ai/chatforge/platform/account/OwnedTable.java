package ai.chatforge.platform.account;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table with rows of accounts.
 *
 * @param key columns of the primary key, in which order the rows are handed out
 * @param mine which rows are the account's: SQL with {@code :account}, {@code :email} and {@code :until}
 */
record OwnedTable(String schema, String name, List<Column> columns, List<Column> key, String mine) {

    /** @param shown the expression under which it is handed out */
    record Column(String name, String type, String shown) {
        /** As in the API: {@code created_at} becomes {@code createdAt}. */
        String label() {
            StringBuilder label = new StringBuilder();
            for (String word : name.split("_", -1)) {
                label.append(
                        label.isEmpty() || word.isEmpty()
                                ? word
                                : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            return label.toString();
        }
    }

    String qualified() {
        return quoted(schema) + "." + quoted(name);
    }

    String count() {
        return "select count(*) from " + qualified() + " where " + mine;
    }

    String only(String column) {
        return "select " + quoted(column) + " from " + qualified() + " where (" + mine + ") and " + quoted(column)
                + " is not null limit :limit";
    }

    /** Some rows at a time, so that no transaction grows without bound. */
    String delete() {
        return "delete from " + qualified() + " where ctid = any(array(select ctid from " + qualified() + " where "
                + mine + " limit :limit))";
    }

    /** Rows as JSON, and their keys to go on from; with {@code :key0}, {@code :key1}, ... behind those. */
    String page(boolean first) {
        String shown = columns.stream()
                .map(column -> column.shown() + " as " + quoted(column.label()))
                .collect(Collectors.joining(", "));
        String names = key.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < key.size(); i++) {
            after.append(i == 0 ? "" : ", ")
                    .append(":key")
                    .append(i)
                    .append("::")
                    .append(key.get(i).type());
        }
        return "select (select row_to_json(shown)::text from (select " + shown + ") shown) as shown, array["
                + key.stream().map(column -> quoted(column.name()) + "::text").collect(Collectors.joining(", "))
                + "] as position from " + qualified() + " where (" + mine + ")"
                + (first ? "" : " and (" + names + ") > (" + after + ")") + " order by " + names + " limit :limit";
    }

    static String quoted(String name) {
        return "\"" + name + "\"";
    }
}
