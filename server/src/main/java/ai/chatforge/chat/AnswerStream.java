package ai.chatforge.chat;

import ai.chatforge.platform.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one answer. Generation appends; any number of readers follow, each at its own pace from any event on,
 * all out of this one list, so a slow reader costs nothing but its connection.
 */
final class AnswerStream {
    private final UUID messageId;
    private final UUID tenantId;
    private final Listener owner;
    private final Cancellation cancellation = new Cancellation();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Apart from {@code changed}: who waits for the whole answer is not to be woken by each piece of it. */
    private final Condition over = lock.newCondition();

    private final List<Item> items = new ArrayList<>();
    private boolean ended;
    private boolean stopped;
    private int attached;
    private long lonelySince = System.nanoTime();
    private long endedAt;
    private @Nullable Message result;

    /** Whose answer it is: a user's, or that of a visitor known by the hash of a token, or of an API key. */
    record Listener(@Nullable UUID userId, @Nullable String visitor) {
        private static final String KEY = "key ";

        static Listener of(Caller caller) {
            return switch (caller) {
                case Caller.User user -> new Listener(user.userId(), null);
                // No hash of a token reads like this.
                case Caller.Key key -> new Listener(null, KEY + key.keyId());
                case Caller.Service service -> throw new IllegalArgumentException("Services do not chat");
                case Caller.Anonymous nobody -> throw new IllegalArgumentException("Visitors are known by a token");
            };
        }

        boolean isVisitor() {
            return visitor != null && !visitor.startsWith(KEY);
        }

        /** As accounting names it. */
        String origin() {
            return userId != null ? "chat" : isVisitor() ? "public" : "api";
        }
    }

    /** @param id from 1 */
    record Item(long id, String event, byte[] json) {}

    /** @param at of {@link System#nanoTime} */
    record Ended(UUID messageId, long at, int events) {}

    AnswerStream(UUID messageId, UUID tenantId, Listener owner) {
        this.messageId = messageId;
        this.tenantId = tenantId;
        this.owner = owner;
    }

    UUID messageId() {
        return messageId;
    }

    UUID tenantId() {
        return tenantId;
    }

    boolean isOfVisitor() {
        return owner.isVisitor();
    }

    boolean isOf(Listener listener) {
        return owner.equals(listener);
    }

    /** Whether the account asked, or was asked through a bot. */
    boolean concerns(UUID account) {
        return tenantId.equals(account) || account.equals(owner.userId());
    }

    Cancellation cancellation() {
        return cancellation;
    }

    void append(String event, byte[] json) {
        lock.lock();
        try {
            items.add(new Item(items.size() + 1L, event, json));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The last event; nothing comes after it. */
    void end(String event, byte[] json, Message message) {
        lock.lock();
        try {
            items.add(new Item(items.size() + 1L, event, json));
            ended = true;
            endedAt = System.nanoTime();
            result = message;
            changed.signalAll();
            over.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asked for by the user, unlike other ends. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        cancellation.cancel();
    }

    boolean wasStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    void attach() {
        lock.lock();
        try {
            attached++;
        } finally {
            lock.unlock();
        }
    }

    void detach() {
        lock.lock();
        try {
            attached--;
            lonelySince = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** By somebody who is not attached here. */
    void followedElsewhere() {
        lock.lock();
        try {
            lonelySince = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all readers, so that those who may read no longer find out. */
    void nudge() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops the answer when there is nobody but one reader, who may not have it any more. */
    void stopUnlessShared() {
        boolean shared;
        lock.lock();
        try {
            shared = attached > 1;
        } finally {
            lock.unlock();
        }
        if (!shared) {
            stop();
        }
    }

    boolean isLonelyFor(Duration time) {
        lock.lock();
        try {
            return !ended && attached == 0 && System.nanoTime() - lonelySince > time.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** When it ended and how much it holds; absent while it is under way. */
    Optional<Ended> ended() {
        lock.lock();
        try {
            return ended ? Optional.of(new Ended(messageId, endedAt, items.size())) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Events after the given one; waits for the next one, but not longer than that. Empty when there was none. */
    List<Item> after(long id, Duration patience) throws InterruptedException {
        return after(id, patience, () -> false);
    }

    /** @param enough looked at whenever the reader is woken */
    List<Item> after(long id, Duration patience, BooleanSupplier enough) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (items.size() <= id && !ended && left > 0 && !enough.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
            return items.size() <= id ? List.of() : List.copyOf(items.subList((int) Math.max(0, id), items.size()));
        } finally {
            lock.unlock();
        }
    }

    boolean isOver(long id) {
        lock.lock();
        try {
            return ended && id >= items.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the whole answer; null when it takes longer. */
    @Nullable
    Message await(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(patience.toMillis());
            while (!ended && left > 0) {
                left = over.awaitNanos(left);
            }
            return result;
        } finally {
            lock.unlock();
        }
    }
}
