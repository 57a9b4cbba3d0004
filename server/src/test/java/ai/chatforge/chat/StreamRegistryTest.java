package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.web.Closing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;

class StreamRegistryTest {
    private static final int MANY = 9 * StreamRegistry.ENDED_EVENTS / 20;

    static final ChatSettings SETTINGS = settings(Duration.ofSeconds(30));

    private final Closing closing = new Closing();
    private final StreamRegistry streams = new StreamRegistry(SETTINGS, closing);

    private static ChatSettings settings(Duration graceTime) {
        return new ChatSettings(
                Map.of(),
                null,
                8,
                graceTime,
                Duration.ofMinutes(2),
                30,
                300,
                new ChatSettings.RewritingSettings(true, Duration.ofSeconds(3)),
                new ChatSettings.FallbackSettings(List.of(), Duration.ofSeconds(2)),
                new ChatSettings.LimitSettings(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @BeforeEach
    void start() {
        streams.start();
    }

    @AfterEach
    void stop() {
        closing.onApplicationEvent(new ContextClosedEvent(new StaticApplicationContext()));
    }

    @Test
    void forgetsTheOldestEndedAnswersWhenTheyGrowTooMany() {
        AnswerStream underWay = begun(1);
        AnswerStream oldest = ended(begun(MANY));
        AnswerStream older = ended(begun(MANY));
        AnswerStream latest = ended(begun(MANY));
        await().until(() -> streams.find(oldest.messageId()).isEmpty());
        assertThat(streams.find(older.messageId())).contains(older);
        assertThat(streams.find(latest.messageId())).contains(latest);
        assertThat(streams.find(underWay.messageId())).contains(underWay);
    }

    @Test
    void endsWhatIsBegunWhileTheProcessEnds() {
        AnswerStream before = begun(1);
        closing.onApplicationEvent(new ContextClosedEvent(new StaticApplicationContext()));

        assertThat(begun(1).cancellation().isCancelled()).isTrue();
        assertThat(before.cancellation().isCancelled()).isFalse();
    }

    @Test
    void whatNobodyListensToIsCutOffAndNotStoppedByItsReader() {
        StreamRegistry hasty = new StreamRegistry(settings(Duration.ZERO), closing);
        AnswerStream stream = begun(1);
        hasty.add(stream);
        hasty.start();

        await().until(() -> stream.cancellation().isCancelled());
        assertThat(stream.wasStopped()).isFalse();
    }

    private AnswerStream begun(int events) {
        AnswerStream stream = new AnswerStream(
                UUID.randomUUID(), UUID.randomUUID(), new AnswerStream.Listener(UUID.randomUUID(), null));
        for (int i = 1; i < events; i++) {
            stream.append("delta", new byte[0]);
        }
        streams.add(stream);
        return stream;
    }

    private static AnswerStream ended(AnswerStream stream) {
        Message message = Message.ofUser(stream.messageId(), UUID.randomUUID(), "", Instant.EPOCH);
        stream.end("done", new byte[0], message);
        return stream;
    }
}
