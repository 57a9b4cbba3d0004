package ai.chatforge.platform.crypto;

import ai.chatforge.platform.persistence.Database;
import java.time.Duration;
import java.util.Optional;

/** SQL for platform.keyset: the row of one service. Times are the database's: processes differ. */
record KeysetTable(Database database) {

    /** How far a rotation is. */
    enum Stage {
        /** None is under way. */
        SETTLED,
        /** A new key is there, and nothing is sealed with it until every process has it. */
        ADDED,
        /** The new key seals; what older ones sealed is sealed anew. */
        CHOSEN
    }

    record Row(String wrapped, int version, Stage stage) {}

    Optional<Row> find() {
        return database.call(() -> row(""));
    }

    /** Locks it for this transaction; none where somebody else has it. */
    Optional<Row> claim() {
        return row(" for update skip locked");
    }

    private Optional<Row> row(String lock) {
        return database.sql()
                .sql("select wrapped, version, stage from platform.keyset where service = ?" + lock)
                .param(database.service().key())
                .query((rows, n) -> new Row(
                        rows.getString("wrapped"), rows.getInt("version"), Stage.valueOf(rows.getString("stage"))))
                .optional();
    }

    void insert(String wrapped) {
        database.run(() -> database.sql()
                .sql("insert into platform.keyset (service, wrapped) values (?, ?) on conflict do nothing")
                .params(database.service().key(), wrapped)
                .update());
    }

    boolean isInStageFor(Duration time) {
        return database.sql()
                .sql("""
                        select stage_since < clock_timestamp() - ? * interval '1 millisecond'
                        from platform.keyset where service = ?
                        """)
                .params(time.toMillis(), database.service().key())
                .query(Boolean.class)
                .single();
    }

    /** For who has claimed it. */
    void save(String wrapped, Stage stage) {
        database.sql()
                .sql("""
                        update platform.keyset
                        set wrapped = ?, stage = ?, stage_since = clock_timestamp(), version = version + 1
                        where service = ?
                        """)
                .params(wrapped, stage.name(), database.service().key())
                .update();
    }
}
