package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.bot.api.BotProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What of a conversation a model is told again. */
class MemoryTest {
    private static final BotProfile BOT = TestBot.any();

    private final OpenSources sources = new OpenSources();
    private final Memory memory = new Memory(sources);

    private static Message answer(String text, Set<UUID> from) {
        return Message.said(Message.Author.ASSISTANT, text).madeFrom(from);
    }

    private static Set<UUID> some(int count) {
        return new HashSet<>(
                IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList());
    }

    private static List<String> told(Memory.Remembered remembered) {
        return remembered.messages().stream().map(Message::content).toList();
    }

    /** Each answer is made from passages of its own, and from all that it was told. */
    @Test
    void howeverLongAConversationIsItsLatestAnswerIsToldButForAFew() {
        List<Message> all = new ArrayList<>();
        int forgotten = 0;
        for (int turn = 0; turn < 300; turn++) {
            List<Message> history = all.subList(Math.max(0, all.size() - 20), all.size());
            Memory.Remembered past = memory.of(BOT, history, null);
            if (turn > 0 && !told(past).getLast().equals("answer " + (turn - 1))) {
                forgotten++;
            }
            Set<UUID> from = some(8);
            from.addAll(past.answering(20, false));
            all.add(answer("answer " + turn, from));
        }

        assertThat(forgotten).isPositive().isLessThanOrEqualTo(300 * 8 / 500);
    }

    @Test
    void theOldestGoFirst() {
        List<Message> history = List.of(
                answer("first", some(200)),
                Message.said(Message.Author.USER, "Why?"),
                answer("second", some(300)),
                answer("third", some(200)));

        assertThat(told(memory.of(BOT, history, null))).containsExactly(Memory.FORGOTTEN, "Why?", "second", "third");
        SummaryRepository.Summary old = new SummaryRepository.Summary(UUID.randomUUID(), "They spoke.", some(1));
        assertThat(memory.of(BOT, history, old).summary()).isNull();
        assertThat(memory.of(BOT, history.subList(3, 4), old).summary()).isEqualTo(old);
    }

    @Test
    void whatAPromptHasNoRoomForIsNotWhatItsAnswerIsMadeFrom() {
        Set<UUID> early = some(2);
        Set<UUID> late = some(3);
        Set<UUID> summarised = some(4);
        SummaryRepository.Summary summary = new SummaryRepository.Summary(UUID.randomUUID(), "They spoke.", summarised);
        Memory.Remembered past = memory.of(
                BOT,
                List.of(
                        answer("early", early),
                        answer("", some(5)),
                        Message.said(Message.Author.USER, "Why?"),
                        answer("late", late)),
                summary);

        assertThat(past.answering(0, false)).isEmpty();
        assertThat(past.answering(2, false)).isEqualTo(late);
        assertThat(past.answering(3, false)).hasSize(5).containsAll(early);
        assertThat(past.answering(2, true)).hasSize(7).containsAll(summarised);
    }

    @Test
    void whatWasMadeFromAClosedSourceIsForgotten() {
        Set<UUID> open = some(3);
        Set<UUID> closed = some(3);
        sources.closed.add(closed.iterator().next());
        Memory.Remembered past = memory.of(
                BOT,
                List.of(answer("closed", closed), answer("open", open)),
                new SummaryRepository.Summary(UUID.randomUUID(), "They spoke.", closed));

        assertThat(told(past)).containsExactly(Memory.FORGOTTEN, "open");
        assertThat(past.summary()).isNull();
        assertThat(past.answering(2, true)).isEqualTo(open);
    }
}
