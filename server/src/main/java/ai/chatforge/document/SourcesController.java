package ai.chatforge.document;

import ai.chatforge.document.api.Sources;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import java.util.List;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class SourcesController implements Sources {
    private final DescribedSources sources;
    private final SegmentRepository segments;

    SourcesController(DescribedSources sources, SegmentRepository segments) {
        this.sources = sources;
        this.segments = segments;
    }

    @Override
    public Addresses addresses(Places request) {
        List<SegmentRepository.Address> found = Tenant.call(
                request.tenantId(),
                () -> segments.addresses(
                        request.botId(),
                        request.places().stream().map(Place::sourceId).toList(),
                        request.places().stream().map(Place::segment).toList()));
        return new Addresses(found.stream()
                .map(one -> new Address(one.source(), one.segment(), one.exact()))
                .toList());
    }

    @Override
    public Found found(Places request) {
        return Tenant.call(
                request.tenantId(),
                () -> sources.found(
                        request.botId(),
                        request.places().stream().map(Place::sourceId).toList(),
                        request.places().stream().map(Place::segment).toList()));
    }

    @Override
    public Described describe(Describe request) {
        return Tenant.call(
                request.tenantId(), () -> new Described(sources.describe(request.botId(), request.sourceIds())));
    }
}
