package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that is told to end (SIGTERM) while it answers (R10): every reader is told so, and nothing stays reserved. */
class ShutdownTest {
    private static final int STREAMS = Integer.getInteger("chatforge.streams", 50);
    private static final int ACCOUNTS = 5;
    /** For minutes. */
    private static final String ENDLESS = "words-1000-every-200ms";

    private static final Duration MOST = Duration.ofSeconds(30);

    private static ScriptedProvider provider;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start();
        installation = Installation.inOneProcess("shutdown", Scripted.paid(provider, List.of(ENDLESS)));
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
        provider.close();
    }

    @Test
    void everyStreamHasAnEnd() throws Exception {
        List<Purse> purses = IntStream.range(0, ACCOUNTS)
                .mapToObj(_ -> new Purse(installation.signUp()))
                .toList();
        AtomicInteger speaking = new AtomicInteger();
        List<Future<Events.Event>> reading = new ArrayList<>();
        Launched server = installation.process(Installation.Part.FRONT);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STREAMS; i++) {
                Client owner = purses.get(i % ACCOUNTS).owner();
                reading.add(readers.submit(() -> lastEvent(owner, speaking)));
            }
            await().until(() -> speaking.get() == STREAMS);

            Duration took = server.terminate();
            System.out.printf("%d streams under way, ended in %d ms%n", STREAMS, took.toMillis());
            assertThat(took).isLessThan(MOST);
        }

        for (Future<Events.Event> reader : reading) {
            Events.Event last = reader.get();
            assertThat(last.name()).isEqualTo("done");
            assertThat(last.data().path("message").path("status").asString()).isEqualTo("interrupted");
            assertThat(last.data().path("message").path("content").asString()).startsWith("w1");
        }
        server.start();
        // Before the leases end: what was open then would be open still.
        assertThat(purses).allSatisfy(purse -> assertThat(purse.reserved()).isZero());
        assertThat(purses.stream()
                        .mapToLong(purse -> purse.used().path("answers").asLong())
                        .sum())
                .isEqualTo(STREAMS);
        installation.requireOrder();
    }

    private static Events.Event lastEvent(Client owner, AtomicInteger speaking) {
        Events.Event last = null;
        boolean spoke = false;
        try (Events events = owner.events(
                "/api/chat", Map.of("content", "Tell me.", "provider", "scripted", "model", ENDLESS, "stream", true))) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                last = event.get();
                if (!spoke && last.name().equals("delta")) {
                    spoke = true;
                    speaking.incrementAndGet();
                }
            }
        }
        if (last == null) {
            throw new AssertionError("A stream had no event");
        }
        return last;
    }
}
