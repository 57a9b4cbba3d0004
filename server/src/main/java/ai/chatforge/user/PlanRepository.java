package ai.chatforge.user;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.user.api.Feature;
import ai.chatforge.user.api.Limit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SQL for user.plan. Limits and features of a newer version, unknown here, are left out. */
@Repository
class PlanRepository {
    private final Database db;
    private final JsonMapper json;
    private final Map<String, Limit> limits;
    private final Map<String, Feature> features;

    PlanRepository(@Qualifier("user") Database db, JsonMapper json) {
        this.db = db;
        this.json = json;
        this.limits = byName(Limit.values());
        this.features = byName(Feature.values());
    }

    /** As the API names them. */
    private <E> Map<String, E> byName(E[] values) {
        return Arrays.stream(values)
                .collect(Collectors.toMap(value -> json.convertValue(value, String.class), Function.identity()));
    }

    /** By their keys. */
    Map<String, Plan> all() {
        return db.sql().sql("select * from \"user\".plan").query((rs, n) -> plan(rs)).list().stream()
                .collect(Collectors.toMap(Plan::key, Function.identity()));
    }

    private Plan plan(ResultSet rs) throws SQLException {
        return new Plan(
                rs.getString("key"),
                rs.getString("name"),
                rs.getInt("rank"),
                rs.getObject("price_cents", Integer.class),
                rs.getString("currency"),
                limits(rs.getString("limits")),
                features((String[]) rs.getArray("features").getArray()));
    }

    private Map<Limit, Long> limits(String stored) {
        Map<Limit, Long> known = new EnumMap<>(Limit.class);
        json.readValue(stored, new TypeReference<Map<String, Long>>() {}).forEach((name, amount) -> {
            Limit limit = limits.get(name);
            if (limit != null) {
                known.put(limit, amount);
            }
        });
        return known;
    }

    private Set<Feature> features(String[] stored) {
        Set<Feature> known = EnumSet.noneOf(Feature.class);
        for (String name : stored) {
            Feature feature = features.get(name);
            if (feature != null) {
                known.add(feature);
            }
        }
        return known;
    }
}
