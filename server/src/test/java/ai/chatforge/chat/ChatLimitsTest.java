package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.platform.web.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Visitors make as many secrets as they like, but come from few addresses. */
class ChatLimitsTest {
    private static final int A_MINUTE = 8;
    private static final int AN_ADDRESS = 5;
    private static final int A_BOT = 10;

    private final ChatLimits limits = new ChatLimits(
            new RateLimits(),
            new ChatSettings(
                    Map.of(),
                    null,
                    8,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    A_MINUTE,
                    300,
                    new ChatSettings.RewritingSettings(true, Duration.ofSeconds(3)),
                    new ChatSettings.FallbackSettings(List.of(), Duration.ofSeconds(2)),
                    new ChatSettings.LimitSettings(0, 0, 1, 1, AN_ADDRESS, A_BOT, 0, 0)));
    private final UUID bot = UUID.randomUUID();

    private ChatLimits.Taken ask(String address) {
        return ask(bot, UUID.randomUUID().toString(), null, address);
    }

    private ChatLimits.Taken ask(UUID of, String visitor, @Nullable UUID conversation, String address) {
        return limits.message(
                new ChatLimits.Visit(of, new AnswerStream.Listener(null, visitor), conversation, address));
    }

    private void times(int count, String address) {
        for (int i = 0; i < count; i++) {
            ask(address);
        }
    }

    @Test
    void oneAddressDoesNotShutABotForTheOthers() {
        times(AN_ADDRESS, "one");

        for (int i = 0; i < A_BOT; i++) {
            assertThatThrownBy(() -> ask("one")).hasMessageContaining("from your network than it may answer");
        }
        assertThatCode(() -> times(AN_ADDRESS, "two")).doesNotThrowAnyException();
        assertThatThrownBy(() -> ask("three")).hasMessageContaining("asked more often at the moment");
    }

    @Test
    void whatOneBotRefusesTakesNothingOfTheOthers() {
        times(AN_ADDRESS, "one");
        for (int i = 0; i < A_MINUTE; i++) {
            assertThatThrownBy(() -> ask("one")).hasMessageContaining("from your network than it may answer");
        }

        for (int i = AN_ADDRESS; i < A_MINUTE; i++) {
            ask(UUID.randomUUID(), "visitor", null, "one");
        }
        assertThatThrownBy(() -> ask(UUID.randomUUID(), "visitor", null, "one"))
                .hasMessageContaining("Too many messages");
    }

    @Test
    void whatWasNotBegunIsGivenBack() {
        UUID conversation = UUID.randomUUID();
        for (int i = 0; i < A_BOT + 1; i++) {
            ask(bot, "visitor", conversation, "one").giveBack();
        }

        ask(bot, "visitor", conversation, "one");
        assertThatThrownBy(() -> ask(bot, "visitor", conversation, "one")).hasMessageContaining("in a minute");
    }
}
