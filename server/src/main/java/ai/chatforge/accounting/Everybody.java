package ai.chatforge.accounting;

import ai.chatforge.platform.persistence.Database;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Looks at the rows of all accounts, for the sweep, administrators' statistics and the reconciler. Changes nothing. */
@Component
class Everybody {
    private final Database db;

    Everybody(@Qualifier("accounting") Database db) {
        this.db = db;
    }

    /** In a transaction of its own: not to be called inside of one. */
    <T> T read(Supplier<T> query) {
        return Objects.requireNonNull(db.call(() -> {
            db.sql()
                    .sql("select set_config('chatforge.everyone', 'on', true)")
                    .query(String.class)
                    .single();
            return query.get();
        }));
    }
}
