package ai.chatforge.document;

import ai.chatforge.document.api.Sources;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class SourcesController implements Sources {
    private final Database db;
    private final SourceRepository sources;
    private final SegmentRepository segments;

    SourcesController(@Qualifier("document") Database db, SourceRepository sources, SegmentRepository segments) {
        this.segments = segments;
        this.db = db;
        this.sources = sources;
    }

    @Override
    public Addresses addresses(Places request) {
        List<SegmentRepository.Address> found = Tenant.call(
                request.tenantId(),
                () -> db.call(() -> segments.addresses(
                        request.botId(),
                        request.places().stream().map(Place::sourceId).toList(),
                        request.places().stream().map(Place::segment).toList())));
        return new Addresses(found.stream()
                .map(one -> new Address(one.source(), one.segment(), one.exact()))
                .toList());
    }

    @Override
    public Unspoken unspoken(Places known) {
        return Tenant.call(
                known.tenantId(),
                () -> new Unspoken(db.call(() -> sources.unspoken(
                        known.botId(),
                        known.places().stream().map(Place::sourceId).toList(),
                        known.places().stream().map(Place::segment).toList()))));
    }

    @Override
    public Described describe(Describe request) {
        return Tenant.call(
                request.tenantId(),
                () -> new Described(db.call(() -> sources.describe(request.botId(), request.sourceIds()))));
    }
}
