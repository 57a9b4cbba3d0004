package ai.chatforge.platform.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many of something that lasts each of those who open it has open at once. */
public final class Seats<K> {
    private final Map<K, Integer> taken = new ConcurrentHashMap<>();

    public boolean isFree(K who, int limit) {
        return taken.getOrDefault(who, 0) < limit;
    }

    /** @return whether one was left, which the caller has to {@link #leave} then */
    public boolean take(K who, int limit) {
        if (taken.merge(who, 1, Integer::sum) > limit) {
            leave(who);
            return false;
        }
        return true;
    }

    public void leave(K who) {
        taken.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
    }
}
