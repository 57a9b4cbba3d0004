package ai.chatforge.chat;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.web.Closing;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Marks answers that nobody works on as interrupted: at start those that this process began before, later all that fell
 * silent, as a process died, or did not hear that its question was stored.
 */
@Component
class DeadAnswers implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DeadAnswers.class);
    private static final Duration SILENT = Duration.ofSeconds(60);
    private static final Duration EVERY = Duration.ofSeconds(15);

    private final Database db;
    private final MessageRepository messages;
    private final StreamRegistry streams;
    private final Closing closing;
    private final Clock clock;
    private final String process;
    private volatile boolean running;

    DeadAnswers(
            @Qualifier("chat") Database db,
            MessageRepository messages,
            StreamRegistry streams,
            Closing closing,
            DataFolder folder,
            Clock clock) {
        this.db = db;
        this.messages = messages;
        this.streams = streams;
        this.closing = closing;
        this.clock = clock;
        this.process = folder.secret("process");
    }

    @Override
    public void start() {
        running = true;
        sweep(process);
        closing.untilThen("dead-answers", EVERY, this::round);
    }

    void round() {
        try {
            db.run(() -> messages.alive(streams.underWay(), clock.instant()));
            sweep(null);
        } catch (RuntimeException e) {
            LOG.warn("Dead answers cannot be looked for at the moment: {}", e.toString());
        }
    }

    private void sweep(@Nullable String own) {
        for (MessageRepository.Running dead :
                db.call(() -> messages.dead(own, clock.instant().minus(SILENT)))) {
            Tenant.run(dead.tenantId(), () -> db.run(() -> messages.interrupt(dead.messageId())));
            LOG.atInfo().addKeyValue("messageId", dead.messageId()).log("answer marked as interrupted");
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

    /** Before the web server takes requests. */
    @Override
    public int getPhase() {
        return 0;
    }
}
