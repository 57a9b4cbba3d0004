package ai.chatforge.chat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of models, kept for some seconds: each answer asks for it. */
final class KnownModels {
    private static final Logger LOG = LoggerFactory.getLogger(KnownModels.class);
    private static final long LIFE = Duration.ofSeconds(5).toNanos();

    private final Supplier<List<KnownModel>> rows;
    private volatile Kept kept = new Kept(List.of(), System.nanoTime() - LIFE - 1);

    private record Kept(List<KnownModel> models, long at) {}

    KnownModels(Supplier<List<KnownModel>> rows) {
        this.rows = rows;
    }

    List<KnownModel> all() {
        Kept known = kept;
        return System.nanoTime() - known.at() < LIFE ? known.models() : read();
    }

    private synchronized List<KnownModel> read() {
        Kept known = kept;
        if (System.nanoTime() - known.at() >= LIFE) {
            try {
                known = new Kept(rows.get(), System.nanoTime());
            } catch (RuntimeException e) {
                LOG.warn("The catalogue of models cannot be read at the moment: {}", e.toString());
                known = new Kept(known.models(), System.nanoTime());
            }
            kept = known;
        }
        return known.models();
    }

    void forget() {
        kept = new Kept(kept.models(), System.nanoTime() - LIFE - 1);
    }

    List<KnownModel> of(ProviderKind kind) {
        return all().stream().filter(model -> model.provider() == kind).toList();
    }

    /** The one whose name tells the most of it. */
    Optional<KnownModel> find(ProviderKind kind, String id) {
        return all().stream()
                .filter(model -> model.provider() == kind && model.isAbout(id))
                .max(Comparator.comparingInt(model -> model.model().length()));
    }
}
