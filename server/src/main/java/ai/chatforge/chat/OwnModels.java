package ai.chatforge.chat;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What accounts and bots have of their own: providers by their own keys, and an order of models. */
@Component
class OwnModels {
    private static final Duration LIFE = Duration.ofSeconds(2);

    private final Database db;
    private final OwnKeyRepository keys;
    private final OutsideProviders providers;
    private final SharedLookups<Place, Own> kept = new SharedLookups<>(20_000, LIFE);

    OwnModels(@Qualifier("chat") Database db, OwnKeyRepository keys, OutsideProviders providers) {
        this.db = db;
        this.keys = keys;
        this.providers = providers;
    }

    private record Place(UUID tenant, @Nullable UUID bot) {}

    /** @param fallback as provider/model; absent: the operator's order holds */
    record Own(UUID tenant, Map<String, Keyed> providers, Optional<List<String>> fallback) {}

    record Keyed(ModelProvider provider, UUID key) {}

    /** Of the present tenant; nothing where there is none. */
    Own of(@Nullable UUID bot) {
        return Tenant.current()
                .map(tenant -> kept.get(new Place(tenant, bot), this::read))
                .orElseGet(() -> new Own(new UUID(0, 0), Map.of(), Optional.empty()));
    }

    private Own read(Place place) {
        return db.call(() -> {
            Map<String, Keyed> own = new LinkedHashMap<>();
            for (OwnKeyRepository.Opened opened : keys.opened(place.bot())) {
                own.putIfAbsent(
                        opened.key().provider().key(),
                        new Keyed(providers.own(opened), opened.key().id()));
            }
            UUID bot = place.bot();
            return new Own(place.tenant(), own, bot == null ? Optional.empty() : keys.fallback(bot));
        });
    }

    /** In this process; others notice within seconds. */
    void forget(UUID tenant) {
        kept.forgetIf(own -> own.tenant().equals(tenant));
    }
}
