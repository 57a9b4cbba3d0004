package ai.chatforge.document.api;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** The sources of bots, as those need them who cite them. */
@InternalApi(ServiceName.DOCUMENT)
@HttpExchange("/internal/document")
public interface Sources {

    /**
     * Those of the ids that are sources of the bot; the others are left out. Of one that may not be cited nothing is told
     * but that.
     */
    @PostExchange("/describe")
    Described describe(@RequestBody Describe request);

    /**
     * Of places in sources of the bot what {@link #describe} tells of their sources. Where one of these may not be cited,
     * also what no answer may hold.
     */
    @PostExchange("/found")
    Found found(@RequestBody Places request);

    /**
     * @param unspoken titles, file names, addresses and ids of all the bot's sources that may not be cited, and addresses
     *     of the pages of the places in them: for those who see to it that no answer holds one of them, and for nothing
     *     else
     */
    record Found(List<SourceInfo> sources, List<String> unspoken) {}

    /** Where segments of pages and videos stand in the web; places of other sources are left out. */
    @PostExchange("/addresses")
    Addresses addresses(@RequestBody Places request);

    record Places(UUID tenantId, UUID botId, List<Place> places) {}

    record Place(UUID sourceId, int segment) {}

    record Addresses(List<Address> addresses) {}

    /** @param url of the page, or of the video at the second where the segment begins */
    record Address(UUID sourceId, int segment, String url) {}

    record Describe(UUID tenantId, UUID botId, List<UUID> sourceIds) {}

    record Described(List<SourceInfo> sources) {}

    /**
     * @param title empty, like all else but the id, where it is not citable
     * @param citable false: answers may build on it, but never quote, cite or name it
     */
    record SourceInfo(
            UUID id,
            String title,
            @Nullable String fileName,
            @Nullable String url,
            String mediaType,
            boolean citable) {

        public static SourceInfo unspoken(UUID id) {
            return new SourceInfo(id, "", null, null, "", false);
        }
    }
}
