package ai.chatforge.chat;

import ai.chatforge.document.api.Sources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Every source is there, and may be cited unless it is closed. */
final class OpenSources implements Sources {
    final Set<UUID> closed = new HashSet<>();

    @Override
    public Described describe(Describe request) {
        return new Described(request.sourceIds().stream().map(this::info).toList());
    }

    private SourceInfo info(UUID id) {
        return closed.contains(id)
                ? SourceInfo.unspoken(id)
                : new SourceInfo(id, "Title", null, null, "text/plain", true);
    }

    @Override
    public Addresses addresses(Places request) {
        return new Addresses(List.of());
    }

    @Override
    public Found found(Places request) {
        return new Found(
                request.places().stream()
                        .map(place -> info(place.sourceId()))
                        .distinct()
                        .toList(),
                List.of());
    }
}
