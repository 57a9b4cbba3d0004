package ai.chatforge.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.chat.AnswerStream.Item;
import ai.chatforge.chat.AnswerStream.Listener;
import ai.chatforge.platform.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Listener OWNER = new Listener(UUID.randomUUID(), null);
    private static final Message MESSAGE =
            Message.ofUser(UUID.randomUUID(), UUID.randomUUID(), "Hello", Instant.parse("2026-01-01T00:00:00Z"));

    private final AnswerStream stream = new AnswerStream(UUID.randomUUID(), UUID.randomUUID(), OWNER);

    @Test
    void eventsAreNumberedFromOneAndCanBeReadAgainFromAnyOfThem() throws Exception {
        append("a", "b");
        end("c");

        assertThat(texts(0)).containsExactly("a", "b", "c");
        assertThat(texts(2)).containsExactly("c");
        assertThat(texts(3)).isEmpty();
        assertThat(stream.after(0, LONG)).extracting(Item::id).containsExactly(1L, 2L, 3L);
        assertThat(stream.after(0, LONG)).extracting(Item::event).containsExactly("delta", "delta", "done");
    }

    @Test
    void idsThatNeverWereDoNoHarm() throws Exception {
        append("a");

        assertThat(texts(-5)).containsExactly("a");
        assertThat(stream.after(Long.MAX_VALUE, Duration.ZERO)).isEmpty();
        assertThat(stream.isOver(Long.MAX_VALUE)).isFalse();
        end("b");
        assertThat(stream.after(Long.MAX_VALUE, LONG)).isEmpty();
        assertThat(stream.isOver(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void isOverOnlyBehindTheLastEvent() {
        append("a");
        assertThat(stream.isOver(1)).isFalse();

        end("b");

        assertThat(stream.isOver(0)).isFalse();
        assertThat(stream.isOver(1)).isFalse();
        assertThat(stream.isOver(2)).isTrue();
    }

    @Test
    void readersThatComeAtAnyTimeSeeTheSameEvents() throws Exception {
        int events = 500;
        AtomicInteger reading = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> readers = new ArrayList<>();
            Callable<List<Long>> reader = () -> {
                reading.incrementAndGet();
                return readToTheEnd(0);
            };
            IntStream.range(0, 25).forEach(i -> readers.add(threads.submit(reader)));
            await().until(() -> reading.get() == 25);
            for (int i = 1; i < events; i++) {
                stream.append("delta", bytes(Integer.toString(i)));
                if (i % 20 == 0) {
                    readers.add(threads.submit(reader));
                }
            }
            end("last");
            readers.add(threads.submit(reader));

            List<Long> all = LongStream.rangeClosed(1, events).boxed().toList();
            for (Future<List<Long>> ids : readers) {
                assertThat(ids.get()).isEqualTo(all);
            }
        }
    }

    @Test
    void aReaderThatComesBackGoesOnWhereItWas() throws Exception {
        append("a", "b", "c");
        long last = stream.after(0, LONG).get(1).id();
        append("d");
        end("e");

        assertThat(readToTheEnd(last)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void waitingEndsWithoutAnEventWhenPatienceIsOver() throws Exception {
        append("a");

        assertThat(stream.after(1, Duration.ofMillis(1))).isEmpty();
        assertThat(stream.await(Duration.ofMillis(1))).isNull();
    }

    @Test
    void everyoneWhoWaitsForTheWholeAnswerGetsIt() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Message>> waiting = IntStream.range(0, 10)
                    .mapToObj(i -> threads.submit(() -> stream.await(LONG)))
                    .toList();
            append("a");
            end("b");
            for (Future<Message> message : waiting) {
                assertThat(message.get()).isSameAs(MESSAGE);
            }
        }
    }

    @Test
    void stopIsAWishOfTheUserAndOtherEndsAreNot() {
        AtomicInteger cancelled = new AtomicInteger();
        stream.cancellation().onCancel(cancelled::incrementAndGet);

        stream.stop();
        stream.stop();

        assertThat(cancelled).hasValue(1);
        assertThat(stream.wasStopped()).isTrue();
        AnswerStream other = new AnswerStream(UUID.randomUUID(), UUID.randomUUID(), OWNER);
        other.cancellation().cancel();
        assertThat(other.wasStopped()).isFalse();
    }

    @Test
    void whatIsToEndTheWorkRunsAtOnceWhenThatWasAskedForBefore() {
        AtomicInteger cancelled = new AtomicInteger();
        stream.stop();

        stream.cancellation().onCancel(cancelled::incrementAndGet);

        assertThat(cancelled).hasValue(1);
        assertThat(stream.cancellation().isCancelled()).isTrue();
    }

    @Test
    void isLonelyOnlyWhileNobodyIsAttachedAndItGoesOn() {
        Duration none = Duration.ofNanos(-1);
        assertThat(stream.isLonelyFor(none)).isTrue();
        assertThat(stream.isLonelyFor(LONG)).isFalse();

        stream.attach();
        stream.attach();
        stream.detach();
        assertThat(stream.isLonelyFor(none)).isFalse();

        stream.detach();
        assertThat(stream.isLonelyFor(none)).isTrue();
        assertThat(stream.isLonelyFor(LONG)).isFalse();
        assertThat(stream.ended()).isEmpty();

        end("a");
        assertThat(stream.isLonelyFor(none)).isFalse();
        assertThat(stream.ended())
                .hasValueSatisfying(ended -> assertThat(ended.messageId()).isEqualTo(stream.messageId()));
    }

    @Test
    void belongsToItsOwnerOnly() {
        AnswerStream ofVisitor =
                new AnswerStream(UUID.randomUUID(), UUID.randomUUID(), new Listener(null, "hash of a token"));

        assertThat(stream.isOf(OWNER)).isTrue();
        assertThat(stream.isOf(new Listener(Ids.next(), null))).isFalse();
        assertThat(stream.isOf(new Listener(null, null))).isFalse();
        assertThat(ofVisitor.isOf(new Listener(null, "hash of a token"))).isTrue();
        assertThat(ofVisitor.isOf(new Listener(null, "hash of another"))).isFalse();
        assertThat(ofVisitor.isOf(OWNER)).isFalse();
    }

    private List<Long> readToTheEnd(long from) throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        long last = from;
        while (!stream.isOver(last)) {
            for (Item item : stream.after(last, LONG)) {
                ids.add(item.id());
                last = item.id();
            }
        }
        return ids;
    }

    private void append(String... texts) {
        for (String text : texts) {
            stream.append("delta", bytes(text));
        }
    }

    private void end(String text) {
        stream.end("done", bytes(text), MESSAGE);
    }

    private List<String> texts(long after) throws InterruptedException {
        return stream.after(after, LONG).stream()
                .map(item -> new String(item.json(), UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
