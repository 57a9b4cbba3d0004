package ai.chatforge.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.service.ServiceName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every transport of events keeps to. */
abstract class EventTransportContractTest extends EventTransportScene {
    @Test
    void deliversToEachSubscriberInItsTenant() {
        process(consumer(PROFILE, this::store), consumer(INDEX, this::store), consumer(FETCH, this::store));
        publish(PROFILE, INDEX, FETCH).note("a", 1);

        for (String service : List.of("user", "vector", "document")) {
            awaitEffects(service, "a1");
            assertThat(tenants(service)).containsExactly(TENANT.toString());
        }
    }

    @Test
    void refusesToPublishOutsideOfATransaction() {
        EventLog log = new EventLog(new EventCatalogue(List.of(PROFILE)), newTransport(), JSON, Clock.systemUTC());
        assertThatThrownBy(() -> log.publish(test.of(ServiceName.BOT), new NoteAdded(TENANT, "a", 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void publishesNothingWhenTheTransactionRollsBack() {
        process(consumer(PROFILE, this::store));
        Publisher publisher = publish(PROFILE);
        assertThatThrownBy(() -> publisher.database().run(() -> {
                    publisher.log().publish(publisher.database(), new NoteAdded(TENANT, "lost", 1));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        publisher.note("kept", 1);
        awaitEffects("user", "kept1");
    }

    @Test
    void deliversToAConsumerThatThePublisherDoesNotHost() {
        publish(PROFILE, FETCH).note("a", 1);
        process(consumer(PROFILE, this::store));
        awaitEffects("user", "a1");
        process(consumer(FETCH, this::store));
        awaitEffects("document", "a1");
    }

    @Test
    void aCrashBetweenEffectAndAcknowledgementLeavesOneEffect() {
        AtomicInteger crashes = new AtomicInteger();
        process(consumer(PROFILE, (event, delivery, database) -> {
            store(event, delivery, database);
            if (crashes.getAndIncrement() < 2) {
                // The server forgets the transaction, as if this process were gone.
                int connection = database.call(() -> database.sql()
                        .sql("select pg_backend_pid()")
                        .query(Integer.class)
                        .single());
                test.asSuperuser("select pg_terminate_backend(" + connection + ")");
            }
        }));
        publish(PROFILE).note("a", 1);
        awaitEffects("user", "a1");
        assertThat(crashes).hasValue(3);
    }

    @Test
    void outsideWorkThatWasNotAcknowledgedComesAgainUnderTheSameId() {
        Set<UUID> ids = ConcurrentHashMap.newKeySet();
        AtomicInteger deliveries = new AtomicInteger();
        process(consumer(FETCH, (event, delivery, database) -> {
            ids.add(delivery.eventId());
            if (deliveries.incrementAndGet() < 3) {
                throw new IllegalStateException("crashed after the work");
            }
        }));
        publish(FETCH).note("a", 1);
        await().untilAtomic(deliveries, org.hamcrest.Matchers.is(3));
        assertThat(ids).hasSize(1);
    }

    @Test
    void outsideWorkOfAHungProcessGoesToAnotherOne() throws Exception {
        CountDownLatch hung = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        process(consumer(FETCH, (event, delivery, database) -> {
            hung.countDown();
            release.await();
        }));
        publish(FETCH).note("a", 1);
        assertThat(hung.await(10, TimeUnit.SECONDS)).isTrue();
        process(consumer(FETCH, this::store));
        awaitEffects("document", "a1");
        release.countDown();
    }

    @Test
    void aPoisonousEventDoesNotHoldUpOthersAndIsKept() {
        process(consumer(PROFILE, this::storeUnlessPoison), consumer(FETCH, this::refusePoison));
        publish(PROFILE, FETCH).notes("a", -2, 3);

        awaitEffects("user", "a0", "a1", "a2", "a3");
        awaitEffects("document", "a0", "a1", "a2", "a3");
        await().untilAsserted(() -> assertThat(dead())
                .containsExactlyInAnyOrder("document.fetch", "document.fetch", "user.profile", "user.profile"));
        assertThat(meters.counter("chatforge.events.dead", "consumer", "user.profile")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void laterEventsOfAKeyWaitForAnEarlierOneThatIsTriedAgain() {
        AtomicInteger failures = new AtomicInteger();
        process(consumer(INDEX, (event, delivery, database) -> {
            if (event.key().equals("slow") && event.number() == 1 && failures.getAndIncrement() < 3) {
                throw new IllegalStateException("not yet");
            }
            store(event, delivery, database);
        }));
        Publisher publisher = publish(INDEX);
        publisher.database().run(() -> {
            publisher.notes("slow", 1, 4);
            publisher.notes("other", 1, 2);
        });
        await().untilAsserted(() -> assertThat(effects("vector")).hasSize(6));
        assertThat(effects("vector").stream().filter(e -> e.startsWith("slow")))
                .containsExactly("slow1", "slow2", "slow3", "slow4");
        assertThat(effects("vector").subList(0, 2)).containsExactly("other1", "other2");
    }

    @Test
    void aDeadEventNoLongerHoldsUpItsKey() {
        process(consumer(INDEX, this::storeUnlessPoison));
        publish(INDEX).notes("a", -1, 1);
        awaitEffects("vector", "a0", "a1");
        assertThat(dead()).containsExactly("vector.index");
    }

    @Test
    void twoProcessesShareTheWorkOnceEachAndInOrder() {
        ConcurrentLinkedQueue<String> hosts = new ConcurrentLinkedQueue<>();
        for (String host : List.of("one", "two")) {
            process(
                    consumer(INDEX, (event, delivery, database) -> {
                        hosts.add(host);
                        store(event, delivery, database);
                    }),
                    consumer(PROFILE, this::store));
        }
        Publisher publisher = publish(INDEX, PROFILE);
        for (int number = 0; number < 60; number++) {
            int current = number;
            publisher.database().run(() -> {
                for (int key = 0; key < 10; key++) {
                    publisher.note("k" + key + "-", current);
                }
            });
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(effects("vector")).hasSize(600));
        await().untilAsserted(() -> assertThat(effects("user")).hasSize(600).doesNotHaveDuplicates());
        for (int key = 0; key < 10; key++) {
            String prefix = "k" + key + "-";
            assertThat(effects("vector").stream().filter(e -> e.startsWith(prefix)))
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 60)
                            .mapToObj(n -> prefix + n)
                            .toList());
        }
        // Who takes what is the scheduler's choice, so there is work until both have taken some.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            publisher.database().run(() -> {
                for (int key = 0; key < 20; key++) {
                    publisher.note("more" + key + "-", 0);
                }
            });
            assertThat(hosts).contains("one", "two");
        });
    }

    @Test
    void anUnknownVersionIsKeptForItsConsumerAndDoesNotDisturb() {
        Subscription newer =
                Subscription.transactional("user.profile").to(NoteAdded.class).to(NoteAddedAnew.class);
        Publisher publisher = publish(newer);
        publisher.database().run(() -> publisher.log().publish(publisher.database(), new NoteAddedAnew(TENANT, "new")));
        publisher.note("old", 1);
        process(consumer(FETCH, this::store));
        process(consumer(PROFILE, this::store));
        awaitEffects("user", "old1");
        await().untilAsserted(() -> assertThat(dead()).containsExactly("user.profile"));
    }

    @Test
    void deliversNothingMoreOnceClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        EventTransport process = process(consumer(PROFILE, (event, delivery, database) -> {
            if (closed.get()) {
                late.incrementAndGet();
            }
            store(event, delivery, database);
        }));
        Publisher publisher = publish(PROFILE);
        publisher.notes("a", 0, 200);
        process.close();
        closed.set(true);
        process(consumer(PROFILE, this::store));
        await().untilAsserted(() -> assertThat(effects("user")).hasSize(201).doesNotHaveDuplicates());
        assertThat(late).hasValue(0);
    }
}
