package ai.chatforge.platform.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JobsTest {
    /** What the tests' jobs are given. */
    record Errand(String what) {}

    private static final JobType<Errand> ERRAND = new JobType<>("test.errand", Errand.class);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration NEVER = Duration.ofHours(1);
    private static TestDatabase test;

    private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    private final List<JobRunner> running = new ArrayList<>();
    private Database database;

    @BeforeAll
    static void makeTable() {
        test = TestDatabase.create();
        test.asSuperuser(
                "set role chatforge_owner",
                "drop table if exists vector.scheduled_tasks",
                "call platform.create_job_table('vector')");
    }

    @AfterAll
    static void drop() {
        test.close();
    }

    @BeforeEach
    void empty() {
        test.asSuperuser("truncate vector.scheduled_tasks");
        database = test.of(ServiceName.VECTOR);
    }

    @AfterEach
    void stop() {
        running.forEach(JobRunner::stop);
    }

    @Test
    void doesWhatWasCommittedAndOnlyThat() {
        JobQueue queue = process("a", Job.of(ERRAND, (errand, run) -> done.add(errand.what())));
        assertThatThrownBy(() -> database.run(() -> {
                    queue.schedule(ERRAND, "1", new Errand("rolled back"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        database.run(() -> queue.schedule(ERRAND, "2", new Errand("committed")));
        await().untilAsserted(() -> assertThat(waiting()).isEmpty());
        assertThat(done).containsExactly("committed");
    }

    @Test
    void triesAgainAndThenGivesUp() {
        AtomicInteger attempts = new AtomicInteger();
        JobQueue queue = process(
                "a",
                Job.of(ERRAND, (errand, run) -> {
                            attempts.set(run.attempt());
                            throw new IOException("no such file");
                        })
                        .attempts(3, SHORT, SHORT)
                        .onGivenUp((errand, cause) -> done.add(errand.what() + ": " + cause.getMessage())));
        queue.schedule(ERRAND, "1", new Errand("read"));
        await().untilAsserted(() -> assertThat(waiting()).isEmpty());
        assertThat(done).containsExactly("read: no such file");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void isNotLostWhenGivingUpFails() {
        AtomicBoolean down = new AtomicBoolean(true);
        JobQueue queue = process(
                "a",
                Job.of(ERRAND, (errand, run) -> {
                            throw new IllegalStateException("bad");
                        })
                        .attempts(1, SHORT, SHORT)
                        .onGivenUp((errand, cause) -> {
                            if (down.getAndSet(false)) {
                                throw new IllegalStateException("database down");
                            }
                            done.add("noted");
                        }));
        queue.schedule(ERRAND, "1", new Errand("x"));
        await().untilAsserted(() -> assertThat(done).containsExactly("noted"));
    }

    @Test
    void thereIsOneJobForEachIdAndTheLastWordCounts() {
        JobQueue queue = jobs("none", HEARTBEAT).queue(database);
        assertThat(queue.schedule(ERRAND, "1", new Errand("first"))).isTrue();
        assertThat(queue.schedule(ERRAND, "1", new Errand("second"))).isTrue();
        queue.schedule(ERRAND, "2", new Errand("cancelled"));
        assertThat(queue.cancel(ERRAND, "2")).isTrue();
        assertThat(queue.cancel(ERRAND, "2")).isFalse();
        process("a", Job.of(ERRAND, (errand, run) -> done.add(errand.what())));
        await().untilAsserted(() -> assertThat(waiting()).isEmpty());
        assertThat(done).containsExactly("second");
    }

    @Test
    void aJobThatIsBeingDoneIsNeitherDoubledNorTakenBack() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        JobQueue queue = process("a", Job.of(ERRAND, (errand, run) -> {
            begun.countDown();
            end.await();
            done.add(errand.what());
        }));
        queue.schedule(ERRAND, "1", new Errand("running"));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.schedule(ERRAND, "1", new Errand("again"))).isFalse();
        assertThat(queue.cancel(ERRAND, "1")).isFalse();
        end.countDown();
        await().untilAsserted(() -> assertThat(waiting()).isEmpty());
        assertThat(done).containsExactly("running");
    }

    @Test
    void aProcessThatComesBackResumesItsJobsAtOnce() {
        leftBy("a", "cut off");
        start(jobs("b", NEVER), Job.of(ERRAND, (errand, run) -> done.add("taken by b")));
        start(jobs("a", NEVER), Job.of(ERRAND, (errand, run) -> done.add("resumed " + errand.what())));
        await().untilAsserted(() -> assertThat(waiting()).isEmpty());
        assertThat(done).hasSize(1);
    }

    @Test
    void aProcessThatStaysAwayLosesItsJobsToAnother() {
        leftBy("a", "orphan");
        process("b", Job.of(ERRAND, (errand, run) -> done.add("taken over: " + errand.what())));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(done).containsExactly("taken over: orphan"));
    }

    @Test
    void aStopLeavesTheJobToTheNextStart() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        JobQueue queue = process(
                "a",
                Job.of(ERRAND, (errand, run) -> {
                            begun.countDown();
                            while (!run.stopping().getAsBoolean()) {
                                Thread.onSpinWait();
                            }
                            throw new IllegalStateException("stopped in the middle");
                        })
                        .attempts(1, SHORT, SHORT)
                        .onGivenUp((errand, cause) -> done.add("given up")));
        queue.schedule(ERRAND, "1", new Errand("long"));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        running.removeFirst().stop();
        assertThat(waiting()).containsExactly("1");

        process("a", Job.of(ERRAND, (errand, run) -> done.add("finished " + errand.what())));
        await().untilAsserted(() -> assertThat(done).containsExactly("finished long"));
    }

    @Test
    void neverMoreAtOnceThanAllowedAndEachOnceOverTwoProcesses() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Job<Errand> job = Job.of(ERRAND, (errand, run) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            done.add(errand.what());
            now.decrementAndGet();
        });
        JobQueue queue = process("a", job);
        process("b", job);
        database.run(() -> {
            for (int i = 0; i < 200; i++) {
                queue.schedule(ERRAND, "n" + i, new Errand("n" + i));
            }
        });
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(waiting()).isEmpty());
        assertThat(done).hasSize(200).doesNotHaveDuplicates();
        assertThat(most.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void repeatsWork() {
        AtomicInteger rounds = new AtomicInteger();
        JobRunner runner = jobs("a", HEARTBEAT)
                .runner(database, 1, List.of(), List.of(new RepeatedJob("test.clean", SHORT, rounds::incrementAndGet)));
        running.add(runner);
        runner.start();
        await().until(() -> rounds.get() >= 3);
    }

    /** What a killed process leaves behind: picked, with a heartbeat from a moment ago. */
    private void leftBy(String process, String what) {
        jobs(process, HEARTBEAT).queue(database).schedule(ERRAND, "1", new Errand(what));
        test.asSuperuser("update vector.scheduled_tasks set picked = true, picked_by = '" + process
                + "', last_heartbeat = now()");
    }

    private JobQueue process(String name, Job<Errand> job) {
        return start(jobs(name, HEARTBEAT), job);
    }

    private JobQueue start(Jobs jobs, Job<Errand> job) {
        JobRunner runner = jobs.runner(database, 2, List.of(job), List.of());
        running.add(runner);
        runner.start();
        return jobs.queue(database);
    }

    private static Jobs jobs(String process, Duration heartbeat) {
        JobSettings settings = new JobSettings(Duration.ofMillis(100), heartbeat, Duration.ofSeconds(1));
        return new Jobs(process, settings, new JsonMapper(), new SimpleMeterRegistry(), Clock.systemUTC());
    }

    private static List<String> waiting() {
        return test.asSuperuser("select task_instance from vector.scheduled_tasks");
    }
}
