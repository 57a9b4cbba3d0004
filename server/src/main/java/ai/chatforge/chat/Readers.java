package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCategory;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.LiveCallers;
import ai.chatforge.platform.web.Closing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Those who read answers at the moment. Every two seconds all of them are looked at again: whose session has ended, whose
 * key was revoked, or who may not use the bot any more, is shown nothing further (S6).
 */
@Component
class Readers implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Set<Reader> all = ConcurrentHashMap.newKeySet();
    private final LiveCallers callers;
    private final Closing closing;
    private volatile boolean running;

    Readers(LiveCallers callers, Closing closing) {
        this.callers = callers;
        this.closing = closing;
    }

    /** One who reads an answer, until closed. */
    final class Reader implements AutoCloseable {
        private final Caller caller;
        private final Runnable permit;
        private final AnswerStream stream;
        private volatile @Nullable ApiException refusal;

        private Reader(Caller caller, Runnable permit, AnswerStream stream) {
            this.caller = caller;
            this.permit = permit;
            this.stream = stream;
        }

        /** Why nothing more may be shown. */
        Optional<ApiException> refusal() {
            return Optional.ofNullable(refusal);
        }

        boolean isRefused() {
            return refusal != null;
        }

        private void refuse(ApiException why) {
            refusal = why;
            stream.stopUnlessShared();
            stream.nudge();
        }

        @Override
        public void close() {
            all.remove(this);
            stream.detach();
        }
    }

    /** @param permit throws when the caller may not read it any more, apart from having been let in at all */
    Reader attach(AnswerStream stream, Caller caller, Runnable permit) {
        Reader reader = new Reader(caller, permit, stream);
        stream.attach();
        all.add(reader);
        return reader;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("readers").start(() -> {
            try {
                while (!closing.within(EVERY.toMillis())) {
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void look() {
        List<Reader> now = List.copyOf(all);
        if (now.isEmpty()) {
            return;
        }
        try {
            Set<Caller> dead =
                    callers.dead(now.stream().map(reader -> reader.caller).collect(Collectors.toSet()));
            now.stream()
                    .filter(reader -> dead.contains(reader.caller))
                    .forEach(reader -> reader.refuse(LiveCallers.ended()));
        } catch (RuntimeException e) {
            // Auth does not answer. New requests are not let in either; what runs goes on until it is known.
            LOG.warn("It is not known whose sessions have ended: {}", e.toString());
        }
        now.stream().filter(reader -> !reader.isRefused()).forEach(Readers::ask);
    }

    private static void ask(Reader reader) {
        try {
            reader.permit.run();
        } catch (ApiException e) {
            if (e.code().category() != ErrorCategory.UNAVAILABLE) {
                reader.refuse(e);
            }
        } catch (RuntimeException e) {
            LOG.warn("It is not known whether an answer may still be read: {}", e.toString());
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
