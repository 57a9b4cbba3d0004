package ai.chatforge.accounting;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for accounting.price. */
@Repository
class PriceRepository {
    private final Database db;

    PriceRepository(@Qualifier("accounting") Database db) {
        this.db = db;
    }

    /** All that were, are and will be, in the order of their names, the latest first. */
    List<Price> all() {
        return db.sql()
                .sql("select * from accounting.price order by provider, model, valid_from desc")
                .query((rs, n) -> price(rs))
                .list();
    }

    /** In the place of one that begins at the same time. */
    void put(Price price) {
        db.sql()
                .sql("""
                        insert into accounting.price (provider, model, valid_from, input, cached, output)
                        values (:provider, :model, :from, :input, :cached, :output)
                        on conflict (provider, model, valid_from) do update
                        set input = excluded.input, cached = excluded.cached, output = excluded.output
                        """)
                .param("provider", price.provider())
                .param("model", price.model())
                .param("from", Timestamps.of(price.validFrom()))
                .param("input", price.input())
                .param("cached", price.cached())
                .param("output", price.output())
                .update();
    }

    private static Price price(ResultSet rs) throws SQLException {
        return new Price(
                rs.getString("provider"),
                rs.getString("model"),
                Timestamps.get(rs, "valid_from"),
                amount(rs, "input"),
                amount(rs, "cached"),
                amount(rs, "output"));
    }

    /** As a person would write it: neither 10.000000000 nor 1E+1. */
    private static BigDecimal amount(ResultSet rs, String column) throws SQLException {
        BigDecimal plain = rs.getBigDecimal(column).stripTrailingZeros();
        return plain.setScale(Math.max(0, plain.scale()));
    }
}
