package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRetrieval;
import ai.chatforge.document.api.Sources;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.vector.api.KnowledgeIndex;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.KnowledgeIndex.Retrieval;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a bot knows about a question: passages, and the sources they are from. */
@Component
class Knowledge {
    private static final Pattern BEFORE_HOST = Pattern.compile("(?i)^https?://(www\\.)?");
    private static final Pattern PAGE = Pattern.compile(
            "(?i)(?<![\\w.-])(?:www\\.)?([a-z0-9][a-z0-9.-]*(?::\\d+)?)" + "/[^\\s<>\"')\\]]*[^\\s<>\"')\\].,;:!?]");

    private final KnowledgeIndex index;
    private final Sources sources;
    private final ChatSettings settings;

    Knowledge(KnowledgeIndex index, Sources sources, ChatSettings settings) {
        this.index = index;
        this.sources = sources;
        this.settings = settings;
    }

    /**
     * @param passages numbered from 1 in prompt and markers; each one's source is in {@code sources}
     * @param addresses of the citable ones that are from the web
     * @param background texts of learn-only sources, of which nobody needs to know where they are from
     * @param names what these sources are called: for the guard alone
     */
    record Found(
            List<FoundPassage> passages,
            Map<UUID, SourceInfo> sources,
            Map<Sources.Place, String> addresses,
            List<String> background,
            List<String> names) {
        static final Found NOTHING = new Found(List.of(), Map.of(), Map.of(), List.of(), List.of());

        /** So many of each. */
        Found first(int citable, int hidden) {
            return new Found(passages.subList(0, citable), sources, addresses, background.subList(0, hidden), names);
        }

        boolean isEmpty() {
            return passages.isEmpty() && background.isEmpty();
        }

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
        return about(bot, question, null);
    }

    /** @param retrieval null, as any of its fields, for the bot's own settings */
    Found about(BotProfile bot, String question, @Nullable Retrieval retrieval) {
        int count = Objects.requireNonNullElse(bot.retrieval().passages(), settings.passages());
        List<FoundPassage> passages = passages(bot, question, count, retrieval);
        if (passages.isEmpty()) {
            return Found.NOTHING;
        }
        Sources.Found known = sources.found(new Sources.Places(bot.tenantId(), bot.id(), places(passages)));
        Found found = sorted(passages, known.sources(), known.unspoken());
        return new Found(found.passages(), found.sources(), addresses(bot, found), found.background(), found.names());
    }

    /** Of all sources, learn-only ones included: for the search's own sake. */
    List<FoundPassage> passages(BotProfile bot, String question, int count, @Nullable Retrieval retrieval) {
        Retrieval how = how(bot.retrieval(), retrieval);
        return index.search(new KnowledgeIndex.SearchRequest(bot.tenantId(), bot.id(), question, count, how))
                .passages();
    }

    private static Retrieval how(BotRetrieval own, @Nullable Retrieval wish) {
        Retrieval asked = wish == null ? new Retrieval(null, null, null, null, null) : wish;
        return new Retrieval(
                asked.meaning() == null ? own.meaning() : asked.meaning(),
                asked.diversity() == null ? own.diversity() : asked.diversity(),
                asked.minScore() == null ? own.minScore() : asked.minScore(),
                asked.rerank() == null ? own.rerank() : asked.rerank(),
                asked.neighbours() == null ? own.neighbours() : asked.neighbours());
    }

    /** Names the model by which passages are found. */
    String model() {
        return index.model().id();
    }

    /** A source that was deleted a moment ago is not described any more, and must not be used either. */
    static Found sorted(List<FoundPassage> passages, List<SourceInfo> described, List<String> names) {
        Map<UUID, SourceInfo> citable = described.stream()
                .filter(SourceInfo::citable)
                .collect(Collectors.toMap(SourceInfo::id, Function.identity()));
        Set<UUID> learnOnly = described.stream()
                .filter(source -> !source.citable())
                .map(SourceInfo::id)
                .collect(Collectors.toSet());
        List<String> background = passages.stream()
                .filter(p -> learnOnly.contains(p.sourceId()))
                .map(FoundPassage::text)
                .toList();
        return new Found(
                passages.stream().filter(p -> citable.containsKey(p.sourceId())).toList(),
                citable,
                Map.of(),
                background,
                background.isEmpty() ? List.of() : withPagesNamed(names, background));
    }

    private static List<Sources.Place> places(List<FoundPassage> passages) {
        return passages.stream()
                .map(p -> new Sources.Place(p.sourceId(), p.segment()))
                .distinct()
                .toList();
    }

    /** The texts themselves may name more pages of these sites. */
    private static List<String> withPagesNamed(List<String> names, List<String> texts) {
        Set<String> sites = names.stream()
                .filter(name -> name.startsWith("http"))
                .map(name -> BEFORE_HOST.matcher(name).replaceFirst("").split("/", 2)[0])
                .collect(Collectors.toSet());
        if (sites.isEmpty()) {
            return names;
        }
        List<String> more = texts.stream()
                .flatMap(text -> PAGE.matcher(text).results())
                .filter(page -> sites.contains(page.group(1).toLowerCase(Locale.ROOT)))
                .map(MatchResult::group)
                .toList();
        return more.isEmpty()
                ? names
                : Stream.concat(names.stream(), more.stream()).distinct().toList();
    }

    /** Of the very page of a site, and of the second in a video. */
    private Map<Sources.Place, String> addresses(BotProfile bot, Found found) {
        List<Sources.Place> places = places(found.passages().stream()
                .filter(p -> Objects.requireNonNull(found.sources().get(p.sourceId()))
                                .url()
                        != null)
                .toList());
        if (places.isEmpty()) {
            return Map.of();
        }
        return sources.addresses(new Sources.Places(bot.tenantId(), bot.id(), places)).addresses().stream()
                .collect(Collectors.toMap(
                        one -> new Sources.Place(one.sourceId(), one.segment()), Sources.Address::url));
    }
}
