package ai.chatforge.accounting;

import ai.chatforge.accounting.api.Reconciler;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rules are queries for what contradicts them, a file each. */
@Component
class LedgerReconciler implements Reconciler {
    private static final String RULES = "classpath:invariants/accounting/*.sql";

    private final Database db;
    private final Everybody everybody;
    private final Clock clock;

    LedgerReconciler(@Qualifier("accounting") Database db, Everybody everybody, Clock clock) {
        this.db = db;
        this.everybody = everybody;
        this.clock = clock;
    }

    @Override
    public Map<String, Integer> faults() {
        Map<String, Integer> faults = new TreeMap<>();
        rules().forEach((rule, query) -> faults.put(rule, everybody.read(() -> count(query))));
        return faults;
    }

    private int count(String query) {
        JdbcClient.StatementSpec statement = db.sql().sql(query);
        return (query.contains(":now") ? statement.param("now", Timestamps.of(clock.instant())) : statement)
                .query((rs, n) -> n)
                .list()
                .size();
    }

    /** By their names. */
    private static Map<String, String> rules() {
        try {
            Map<String, String> rules = new TreeMap<>();
            for (Resource rule : new PathMatchingResourcePatternResolver().getResources(RULES)) {
                rules.put(
                        Objects.requireNonNull(rule.getFilename()).replace(".sql", ""),
                        rule.getContentAsString(StandardCharsets.UTF_8));
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
