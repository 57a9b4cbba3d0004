package ai.chatforge.chat;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.web.Closing;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Those who follow or stop answers of this process at another one, whom {@link StoredAnswers} serves there. */
@Component
class DistantReaders implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DistantReaders.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Database db;
    private final MessageRepository messages;
    private final StreamRegistry streams;
    private final Closing closing;
    private final String process;
    private volatile boolean running;

    DistantReaders(
            @Qualifier("chat") Database db,
            MessageRepository messages,
            StreamRegistry streams,
            Closing closing,
            DataFolder folder) {
        this.db = db;
        this.messages = messages;
        this.streams = streams;
        this.closing = closing;
        this.process = folder.secret("process");
    }

    @Override
    public void start() {
        running = true;
        closing.untilThen("distant-readers", LOOK_EVERY, this::look);
    }

    private void look() {
        if (streams.underWay().isEmpty()) {
            return;
        }
        try {
            db.call(() -> messages.wanted(process, StoredAnswers.SIGN_EVERY.multipliedBy(2)))
                    .forEach(wanted -> streams.find(wanted.messageId()).ifPresent(stream -> {
                        if (wanted.stop()) {
                            stream.stop();
                        } else {
                            stream.followedElsewhere();
                        }
                    }));
        } catch (RuntimeException e) {
            LOG.warn("It is not known what other processes want of answers: {}", e.toString());
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
