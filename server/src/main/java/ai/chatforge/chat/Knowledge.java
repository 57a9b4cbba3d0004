package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.document.api.Sources;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.vector.api.KnowledgeIndex;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What a bot knows about a question: passages, and the sources they are from. */
@Component
class Knowledge {
    private final KnowledgeIndex index;
    private final Sources sources;
    private final ChatSettings settings;

    Knowledge(KnowledgeIndex index, Sources sources, ChatSettings settings) {
        this.index = index;
        this.sources = sources;
        this.settings = settings;
    }

    /** @param passages numbered from 1 in prompt and markers; each one's source is in {@code sources} */
    record Found(List<FoundPassage> passages, Map<UUID, SourceInfo> sources, Map<Sources.Place, String> addresses) {
        static final Found NOTHING = new Found(List.of(), Map.of(), Map.of());

        Citation citation(BotProfile bot, int number, int marker) {
            FoundPassage p = passages.get(number - 1);
            SourceInfo source = Objects.requireNonNull(sources.get(p.sourceId()));
            return new Citation(
                    marker,
                    p.sourceId(),
                    source.title(),
                    source.fileName(),
                    addresses.getOrDefault(new Sources.Place(p.sourceId(), p.segment()), source.url()),
                    source.mediaType(),
                    p.page(),
                    p.second(),
                    p.section(),
                    p.passageId(),
                    p.segment(),
                    p.start(),
                    p.end(),
                    p.text(),
                    "/bots/%s/sources/%s?segment=%d&start=%d&end=%d"
                            .formatted(bot.id(), p.sourceId(), p.segment(), p.start(), p.end()));
        }
    }

    Found about(BotProfile bot, String question) {
        List<FoundPassage> passages = index.search(
                        new KnowledgeIndex.SearchRequest(bot.tenantId(), bot.id(), question, settings.passages()))
                .passages();
        if (passages.isEmpty()) {
            return Found.NOTHING;
        }
        Map<UUID, SourceInfo> described = sources
                .describe(new Sources.Describe(
                        bot.tenantId(),
                        bot.id(),
                        passages.stream().map(FoundPassage::sourceId).distinct().toList()))
                .sources()
                .stream()
                .collect(Collectors.toMap(SourceInfo::id, Function.identity()));
        // A source that was deleted a moment ago is not described any more, and must not be used either.
        List<FoundPassage> left = passages.stream()
                .filter(p -> described.containsKey(p.sourceId()))
                .toList();
        return new Found(left, described, addresses(bot, left, described));
    }

    /** Of the very page of a site, and of the second in a video. */
    private Map<Sources.Place, String> addresses(
            BotProfile bot, List<FoundPassage> passages, Map<UUID, SourceInfo> described) {
        List<Sources.Place> places = passages.stream()
                .filter(p -> Objects.requireNonNull(described.get(p.sourceId())).url() != null)
                .map(p -> new Sources.Place(p.sourceId(), p.segment()))
                .distinct()
                .toList();
        if (places.isEmpty()) {
            return Map.of();
        }
        return sources.addresses(new Sources.Places(bot.tenantId(), bot.id(), places)).addresses().stream()
                .collect(Collectors.toMap(
                        one -> new Sources.Place(one.sourceId(), one.segment()), Sources.Address::url));
    }
}
