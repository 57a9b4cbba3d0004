package ai.chatforge.chat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** How many answers are being settled or stored: the model has said all of them, and they still wait for the database. */
@Component
final class Endings {
    private final AtomicInteger underWay = new AtomicInteger();

    <T> T count(Supplier<T> ending) {
        underWay.incrementAndGet();
        try {
            return ending.get();
        } finally {
            underWay.decrementAndGet();
        }
    }

    void count(Runnable ending) {
        count(() -> {
            ending.run();
            return underWay;
        });
    }

    int underWay() {
        return underWay.get();
    }
}
