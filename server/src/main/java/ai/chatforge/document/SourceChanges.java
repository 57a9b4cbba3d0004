package ai.chatforge.document;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Wakes those who watch a bot's sources in this process; watchers look by themselves now and then for the others. */
@Component
class SourceChanges {
    private final Map<UUID, CountDownLatch> next = new ConcurrentHashMap<>();

    void happened(UUID bot) {
        CountDownLatch waiting = next.remove(bot);
        if (waiting != null) {
            waiting.countDown();
        }
    }

    /** To be taken before looking, so that no change in between is missed. */
    CountDownLatch upcoming(UUID bot) {
        return next.computeIfAbsent(bot, key -> new CountDownLatch(1));
    }

    static void await(CountDownLatch change, long millis) throws InterruptedException {
        boolean changed = change.await(millis, TimeUnit.MILLISECONDS);
        if (changed) {
            // Many small steps in a row become one message.
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }
}
