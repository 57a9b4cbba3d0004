package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How many sockets each caller, or the visitors of an address, have open. */
@Component
class SocketSeats {
    private static final int VISITORS = 10;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Map<Seat, Integer> taken = new ConcurrentHashMap<>();
    private final int limit;

    SocketSeats(ChatSettings settings) {
        this.limit = settings.limits().socketsAtOnce();
    }

    /** @param shared by all visitors of an address */
    record Seat(String who, boolean shared) {}

    private int limitOf(Seat seat) {
        return limit == 0 ? Integer.MAX_VALUE : seat.shared() ? VISITORS * limit : limit;
    }

    /** Throws when there is none left. */
    void require(Seat seat) {
        if (taken.getOrDefault(seat, 0) >= limitOf(seat)) {
            throw full(seat);
        }
    }

    void take(Seat seat) {
        if (taken.merge(seat, 1, Integer::sum) > limitOf(seat)) {
            leave(seat);
            throw full(seat);
        }
    }

    void leave(Seat seat) {
        taken.computeIfPresent(seat, (_, count) -> count == 1 ? null : count - 1);
    }

    private ApiException full(Seat seat) {
        return ApiException.retryLater(
                ErrorCode.RATE_LIMITED,
                limitOf(seat) + " sockets are open already" + (seat.shared() ? " from your address" : "")
                        + ". Close one first: several answers go through the same socket.",
                RETRY);
    }
}
