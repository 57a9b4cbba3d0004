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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Those who read answers at the moment, or wait at an open socket. Every two seconds all of them are looked at again: whose session has ended, whose
 * key was revoked, or who may not use the bot any more, is shown nothing further (S6).
 */
@Component
class Readers implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Set<Guest> all = ConcurrentHashMap.newKeySet();
    private final LiveCallers callers;
    private final Closing closing;
    private volatile boolean running;

    Readers(LiveCallers callers, Closing closing) {
        this.callers = callers;
        this.closing = closing;
    }

    /** One who was let in for longer than a request takes, until closed. */
    class Guest implements AutoCloseable {
        private final Caller caller;
        private final Runnable permit;
        private final Consumer<ApiException> refused;
        private volatile @Nullable ApiException refusal;

        private Guest(Caller caller, Runnable permit, Consumer<ApiException> refused) {
            this.caller = caller;
            this.permit = permit;
            this.refused = refused;
            all.add(this);
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
            refused.accept(why);
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }

    /** One who reads an answer. */
    final class Reader extends Guest {
        private final AnswerStream stream;

        private Reader(Caller caller, Runnable permit, AnswerStream stream) {
            super(caller, permit, _ -> {
                stream.stopUnlessShared();
                stream.nudge();
            });
            this.stream = stream;
        }

        @Override
        public void close() {
            super.close();
            stream.detach();
        }
    }

    /** @param permit throws when the caller may not read it any more, apart from having been let in at all */
    Reader attach(AnswerStream stream, Caller caller, Runnable permit) {
        stream.attach();
        return new Reader(caller, permit, stream);
    }

    /** @param refused told once when the caller may not stay, and must not wait for anything */
    Guest admit(Caller caller, Runnable permit, Consumer<ApiException> refused) {
        return new Guest(caller, permit, refused);
    }

    @Override
    public void start() {
        running = true;
        closing.untilThen("readers", EVERY, this::look);
    }

    void look() {
        List<Guest> now = List.copyOf(all);
        if (now.isEmpty()) {
            return;
        }
        try {
            Set<Caller> dead =
                    callers.dead(now.stream().map(reader -> reader.caller).collect(Collectors.toSet()));
            now.stream()
                    .filter(reader -> !reader.isRefused() && dead.contains(reader.caller))
                    .forEach(reader -> reader.refuse(LiveCallers.ended()));
        } catch (RuntimeException e) {
            // Auth does not answer. New requests are not let in either; what runs goes on until it is known.
            LOG.warn("It is not known whose sessions have ended: {}", e.toString());
        }
        now.stream().filter(reader -> !reader.isRefused()).forEach(Readers::ask);
    }

    private static void ask(Guest reader) {
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
