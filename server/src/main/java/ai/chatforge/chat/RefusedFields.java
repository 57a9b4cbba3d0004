package ai.chatforge.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Fields of requests that a server refused by name and answered without. Each model of a server has its own; what was
 * learned holds for some hours, as servers change.
 */
final class RefusedFields {
    private static final int KEPT = 10_000;
    private static final Duration LIFE = Duration.ofHours(6);

    private final Cache<Place, Set<String>> refused =
            Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(LIFE).build();

    private record Place(URI endpoint, String model) {}

    Set<String> of(URI endpoint, String model) {
        Set<String> known = refused.getIfPresent(new Place(endpoint, model));
        return known == null ? Set.of() : known;
    }

    void keep(URI endpoint, String model, Set<String> fields) {
        // Not again: it has to end at some time.
        if (!fields.equals(of(endpoint, model))) {
            refused.put(new Place(endpoint, model), Set.copyOf(fields));
        }
    }
}
