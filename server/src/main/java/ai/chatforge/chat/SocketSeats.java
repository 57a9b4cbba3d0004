package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.web.Seats;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How many sockets each caller, or the visitors of an address, have open. */
@Component
class SocketSeats {
    private static final int VISITORS = 10;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Seats<Seat> seats = new Seats<>();
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
        if (!seats.isFree(seat, limitOf(seat))) {
            throw full(seat);
        }
    }

    void take(Seat seat) {
        if (!seats.take(seat, limitOf(seat))) {
            throw full(seat);
        }
    }

    void leave(Seat seat) {
        seats.leave(seat);
    }

    private ApiException full(Seat seat) {
        return ApiException.retryLater(
                ErrorCode.RATE_LIMITED,
                limitOf(seat) + " sockets are open already" + (seat.shared() ? " from your address" : "")
                        + ". Close one first: several answers go through the same socket.",
                RETRY);
    }
}
