package ai.chatforge.chat;

import ai.chatforge.platform.web.Closing;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/** The answers of this process that are under way or ended a moment ago. */
@Component
class StreamRegistry implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRegistry.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /**
     * Some megabytes. A busy server would otherwise fill its memory with answers that are stored anyway, and the collector copies
     * them several times before it takes them for lasting ones.
     */
    static final int ENDED_EVENTS = 40_000;

    private final Map<UUID, AnswerStream> streams = new ConcurrentHashMap<>();
    private final ChatSettings settings;
    private final Closing closing;
    private volatile boolean running;

    StreamRegistry(ChatSettings settings, Closing closing) {
        this.settings = settings;
        this.closing = closing;
    }

    void add(AnswerStream stream) {
        streams.put(stream.messageId(), stream);
        if (closing.now()) {
            stream.cancellation().cancel();
        }
    }

    /** Of an answer that nobody can come back to. */
    void remove(UUID messageId) {
        streams.remove(messageId);
    }

    Optional<AnswerStream> find(UUID messageId) {
        return Optional.ofNullable(streams.get(messageId));
    }

    List<UUID> underWay() {
        return streams.values().stream()
                .filter(stream -> stream.ended().isEmpty())
                .map(AnswerStream::messageId)
                .toList();
    }

    /** Ends and forgets the answers of an account's bots, and those to the account. */
    void drop(UUID account) {
        streams.values().removeIf(stream -> {
            boolean gone = stream.concerns(account);
            if (gone) {
                stream.stop();
            }
            return gone;
        });
    }

    @Override
    public void start() {
        running = true;
        closing.untilThen("stream-keeper", LOOK_EVERY, this::look);
    }

    private void look() {
        for (AnswerStream stream : streams.values()) {
            if (stream.isLonelyFor(settings.graceTime())) {
                LOG.atInfo().addKeyValue("messageId", stream.messageId()).log("nobody listens, answer ended");
                stream.cancellation().cancel();
            }
        }
        forget(System.nanoTime());
    }

    /** Of the ended answers the latest are kept, for a time and while there is room. */
    private void forget(long now) {
        List<AnswerStream.Ended> latestFirst = streams.values().stream()
                .flatMap(stream -> stream.ended().stream())
                .sorted(Comparator.comparingLong(ended -> now - ended.at()))
                .toList();
        int events = 0;
        for (AnswerStream.Ended ended : latestFirst) {
            events += ended.events();
            if (events > ENDED_EVENTS || now - ended.at() > settings.keepEnded().toNanos()) {
                streams.remove(ended.messageId());
            }
        }
    }

    /** The process ends: every answer is told to, so that its readers get a last event and its text is kept. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        streams.values().forEach(stream -> stream.cancellation().cancel());
        try {
            for (AnswerStream stream : streams.values()) {
                stream.await(Duration.ofSeconds(10));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
