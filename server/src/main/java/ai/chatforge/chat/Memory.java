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
    /** Of all that is told at once. */
    private static final int MOST = 500;

    private final Sources sources;

    Memory(Sources sources) {
        this.sources = sources;
    }

    /** @param messages as many as there were */
    record Remembered(List<Message> messages, SummaryRepository.@Nullable Summary summary) {
        String summarised() {
            return summary == null ? "" : summary.content();
        }

        /** What an answer is made from that is given so many of the latest of the messages, and perhaps the summary. */
        Set<UUID> answering(int latest, boolean summarised) {
            List<Message> said = messages.stream()
                    .filter(message -> !message.content().isBlank())
                    .toList();
            return sources(said.subList(Math.max(0, said.size() - latest), said.size()), summarised ? summary : null);
        }

        /** What a summary of so many of the first messages is made from. */
        Set<UUID> summarising(int first) {
            return sources(messages.subList(0, first), summary);
        }

        private static Set<UUID> sources(List<Message> given, SummaryRepository.@Nullable Summary before) {
            Set<UUID> all = new HashSet<>(before == null ? Set.of() : before.sources());
            given.forEach(message -> all.addAll(message.sources()));
            return all;
        }
    }

    Remembered of(@Nullable BotProfile bot, List<Message> messages, SummaryRepository.@Nullable Summary summary) {
        if (bot == null) {
            return new Remembered(messages, summary);
        }
        Set<UUID> all = new HashSet<>();
        int first = firstToTell(messages, all);
        boolean hasRoom = first == 0 && summary != null && add(summary.sources(), all);
        Set<UUID> citable = all.isEmpty() ? Set.of() : citable(bot, all);
        List<Message> told = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            boolean tells = (i >= first || message.sources().isEmpty()) && citable.containsAll(message.sources());
            told.add(tells || message.content().isBlank() ? message : message.saying(FORGOTTEN));
        }
        boolean summed = hasRoom && summary != null && citable.containsAll(summary.sources());
        return new Remembered(List.copyOf(told), summed ? summary : null);
    }

    /**
     * The oldest go first, and nothing is told from before an answer that is too much: each is made from all that those
     * before it were made from, so of the old ones alone there would be room for ever, and the new ones be forgotten.
     *
     * @param all takes what those are made from that are told
     */
    private static int firstToTell(List<Message> messages, Set<UUID> all) {
        int first = messages.size();
        while (first > 0) {
            Message message = messages.get(first - 1);
            if (!message.content().isBlank() && !add(message.sources(), all)) {
                break;
            }
            first--;
        }
        return first;
    }

    /** Whether there was room. */
    private static boolean add(Set<UUID> more, Set<UUID> all) {
        Set<UUID> together = new HashSet<>(all);
        together.addAll(more);
        boolean hasRoom = together.size() <= MOST;
        if (hasRoom) {
            all.addAll(more);
        }
        return hasRoom;
    }

    private Set<UUID> citable(BotProfile bot, Set<UUID> ids) {
        return sources.describe(new Sources.Describe(bot.tenantId(), bot.id(), List.copyOf(ids))).sources().stream()
                .filter(SourceInfo::citable)
                .map(SourceInfo::id)
                .collect(Collectors.toSet());
    }
}
