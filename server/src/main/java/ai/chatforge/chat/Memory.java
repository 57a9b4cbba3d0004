package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.document.api.Sources;
import ai.chatforge.document.api.Sources.SourceInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What of a conversation a model may still be told. An answer that was made from a source that became learn-only, or was
 * deleted, could be repeated when no search finds the source, so that no guard stands: it is left out, as are summaries of it.
 */
@Component
class Memory {
    static final String FORGOTTEN = "(This answer is not available any more.)";
    /** An answer that was made from more, by all that was said before it, is left out. */
    private static final int MOST = 500;

    private final Sources sources;

    Memory(Sources sources) {
        this.sources = sources;
    }

    /**
     * @param messages as many as there were
     * @param sources that what is left was made from, and so what is answered on from it
     */
    record Remembered(List<Message> messages, SummaryRepository.@Nullable Summary summary, Set<UUID> sources) {
        String summarised() {
            return summary == null ? "" : summary.content();
        }
    }

    Remembered of(@Nullable BotProfile bot, List<Message> messages, SummaryRepository.@Nullable Summary summary) {
        Set<UUID> all = new HashSet<>(summary == null ? Set.of() : summary.sources());
        messages.forEach(message -> all.addAll(message.sources()));
        if (all.isEmpty() || bot == null) {
            return new Remembered(messages, summary, Set.of());
        }
        Set<UUID> citable = citable(bot, all);
        Set<UUID> left = new HashSet<>();
        List<Message> told = new ArrayList<>();
        for (Message message : messages) {
            if (isLeft(message.sources(), citable)) {
                left.addAll(message.sources());
                told.add(message);
            } else {
                told.add(message.content().isBlank() ? message : message.saying(FORGOTTEN));
            }
        }
        if (summary == null || !isLeft(summary.sources(), citable)) {
            return new Remembered(List.copyOf(told), null, left);
        }
        left.addAll(summary.sources());
        return new Remembered(List.copyOf(told), summary, left);
    }

    private static boolean isLeft(Set<UUID> from, Set<UUID> citable) {
        return from.size() <= MOST && citable.containsAll(from);
    }

    private Set<UUID> citable(BotProfile bot, Set<UUID> ids) {
        return sources.describe(new Sources.Describe(bot.tenantId(), bot.id(), List.copyOf(ids))).sources().stream()
                .filter(SourceInfo::citable)
                .map(SourceInfo::id)
                .collect(Collectors.toSet());
    }
}
