package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRetrieval;
import ai.chatforge.vector.api.KnowledgeIndex.Retrieval;
import ai.chatforge.vector.api.KnowledgeIndex.SearchRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the index is asked for a bot. */
class KnowledgeTest {
    private static final ChatSettings SETTINGS = new ChatSettings(
            Map.of(),
            null,
            8,
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            30,
            300,
            new ChatSettings.RewritingSettings(true, Duration.ofSeconds(3)),
            new ChatSettings.FallbackSettings(List.of(), Duration.ofSeconds(2)),
            new ChatSettings.LimitSettings(0, 0, 0, 0, 0, 0, 0, 0));

    private final AskedIndex index = new AskedIndex();

    private SearchRequest asked(BotRetrieval own) {
        BotProfile bot = TestBot.searching(own);
        new Knowledge(index, new NoSources(), SETTINGS).about(bot, "When?");
        return index.asked.getLast();
    }

    @Test
    void theOperatorsSettingsAreTheIndexsOwnMatter() {
        SearchRequest asked = asked(BotRetrieval.STANDARD);

        assertThat(asked.limit()).isEqualTo(8);
        assertThat(asked.retrieval()).isEqualTo(new Retrieval(null, null, null, null, null));
    }

    @Test
    void aBotsOwnAreHandedOn() {
        SearchRequest asked = asked(new BotRetrieval(0.1, 0.2, 0.3, false, true, 21, null));

        assertThat(asked.limit()).isEqualTo(21);
        assertThat(asked.retrieval()).isEqualTo(new Retrieval(0.1, 0.2, 0.3, false, true));
    }
}
