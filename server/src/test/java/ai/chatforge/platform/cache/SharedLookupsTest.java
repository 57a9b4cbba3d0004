package ai.chatforge.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLookupsTest {
    private final SharedLookups<String, Integer> lookups = new SharedLookups<>(100, Duration.ofMinutes(1));
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asksOnceForAllWhoWantToKnow() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        List<CompletableFuture<Integer>> callers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Integer> caller = new CompletableFuture<>();
            callers.add(caller);
            threads.add(Thread.ofVirtual()
                    .start(() -> caller.complete(lookups.get("a", key -> {
                        await().until(() -> answer.getCount() == 0);
                        return asked.incrementAndGet();
                    }))));
        }
        answer.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(callers).allSatisfy(caller -> assertThat(caller).isCompletedWithValue(1));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aFailureIsNotKept() {
        assertThatThrownBy(() -> lookups.get("a", key -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
        assertThat(lookups.get("a", key -> 7)).isEqualTo(7);
    }

    @Test
    void forgetsOnDemand() {
        lookups.get("a", key -> 1);
        lookups.get("b", key -> 2);
        lookups.forget("a");
        lookups.forgetIf(answer -> answer == 2);
        assertThat(lookups.get("a", key -> 3)).isEqualTo(3);
        assertThat(lookups.get("b", key -> 4)).isEqualTo(4);
    }
}
