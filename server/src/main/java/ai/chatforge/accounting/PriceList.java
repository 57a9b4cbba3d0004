package ai.chatforge.accounting;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.persistence.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What models cost. A change counts in this process at once, in others within some seconds. */
@Component
class PriceList {
    private static final String ALL = "all";
    private static final Duration KEPT = Duration.ofSeconds(2);

    /** The provider's own before that of every one, a name before a pattern, a longer pattern before a shorter one. */
    private static final Comparator<Price> FIRST = Comparator.comparing(
                    (Price price) -> price.provider().equals("*"))
            .thenComparing(Price::isPattern)
            .thenComparing(price -> -price.model().length())
            .thenComparing(Price::validFrom, Comparator.reverseOrder());

    private final Database db;
    private final PriceRepository rows;
    private final SharedLookups<String, List<Price>> kept = new SharedLookups<>(1, KEPT);

    PriceList(@Qualifier("accounting") Database db, PriceRepository rows) {
        this.db = db;
        this.rows = rows;
    }

    /** That counts for a model; of one without any, that of the base model. */
    Price of(String provider, String model, Instant at) {
        Price best = null;
        // Without a stream: this is asked for each answer.
        for (Price price : all()) {
            if (price.isFor(provider, model)
                    && !price.validFrom().isAfter(at)
                    && (best == null || FIRST.compare(price, best) < 0)) {
                best = price;
            }
        }
        return best == null ? Price.ofAll(Price.BASE) : best;
    }

    private List<Price> all() {
        return kept.get(ALL, _ -> db.call(rows::all));
    }

    /** After a change. */
    void forget() {
        kept.forget(ALL);
    }
}
