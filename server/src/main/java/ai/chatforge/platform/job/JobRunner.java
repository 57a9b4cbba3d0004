package ai.chatforge.platform.job;

import ai.chatforge.platform.persistence.Database;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.stats.MicrometerStatsRegistry;
import com.github.kagkarlsson.scheduler.stats.StatsRegistryAdapter;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.json.JsonMapper;

/** Does the jobs of one service. */
public final class JobRunner implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    /** The fewest that db-scheduler takes. */
    private static final int MISSED_HEARTBEATS = 4;

    private final String process;
    private final Database database;
    private final JobSettings settings;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final Clock clock;
    private final int concurrency;
    private final List<Job<?>> jobs;
    private final List<RepeatedJob> repeated;
    private volatile @Nullable Scheduler scheduler;
    private volatile boolean stopping;

    JobRunner(
            String process,
            Database database,
            JobSettings settings,
            JsonMapper json,
            MeterRegistry meters,
            Clock clock,
            int concurrency,
            List<Job<?>> jobs,
            List<RepeatedJob> repeated) {
        this.process = process;
        this.database = database;
        this.settings = settings;
        this.json = json;
        this.meters = meters;
        this.clock = clock;
        this.concurrency = concurrency;
        this.jobs = List.copyOf(jobs);
        this.repeated = List.copyOf(repeated);
    }

    @Override
    public void start() {
        stopping = false;
        takeBackOwn();
        List<Task<?>> tasks = new ArrayList<>();
        jobs.forEach(job -> tasks.add(task(job)));
        List<RecurringTask<Void>> recurring =
                repeated.stream().map(JobRunner::task).toList();
        List<Task<?>> all = new ArrayList<>(tasks);
        all.addAll(recurring);
        ThreadFactory threads = Thread.ofVirtual()
                .name("job-" + database.service().key() + "-", 0)
                .factory();
        Scheduler started = Scheduler.create(database.rawDataSource(), tasks)
                .startTasks(recurring)
                .tableName(JobQueue.tableOf(database))
                .schedulerName(() -> process)
                .serializer(new JsonSerializer(json))
                .threads(concurrency)
                .executorService(Executors.newFixedThreadPool(concurrency, threads))
                .dueExecutor(Executors.newSingleThreadExecutor(threads))
                .housekeeperExecutor(Executors.newScheduledThreadPool(3, threads))
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .commitWhenAutocommitDisabled(true)
                // Never more than can run: what waits in memory is out of other processes' reach.
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(settings.stopPatience())
                .failureLogging(LogLevel.OFF, false)
                .addSchedulerListener(new StatsRegistryAdapter(new MicrometerStatsRegistry(meters, all)))
                .clock(clock::instant)
                .build();
        started.start();
        scheduler = started;
    }

    /** What this process was doing when it died: it bears the name alone, so nobody else can be doing it. */
    private void takeBackOwn() {
        int left = database.call(() -> database.sql()
                .sql("""
                        update %s set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
                        where picked and picked_by = ?
                        """.formatted(JobQueue.tableOf(database)))
                .param(process)
                .update());
        if (left > 0) {
            LOG.info(
                    "Resuming {} jobs of {} that were cut off",
                    left,
                    database.service().key());
        }
    }

    void wake() {
        Scheduler current = scheduler;
        if (current != null) {
            current.triggerCheckForDueExecutions();
        }
    }

    @Override
    public void stop() {
        stopping = true;
        Scheduler current = scheduler;
        if (current != null) {
            current.stop();
            scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    private <T> Task<T> task(Job<T> job) {
        return Tasks.oneTime(job.type().name(), job.type().data())
                .onFailure((complete, next) -> failed(job, complete, next))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    int attempt = context.getExecution().consecutiveFailures + 1;
                    try {
                        job.work().run(instance.getData(), new Job.Run(instance.getId(), attempt, () -> stopping));
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new JobFailure(e);
                    }
                });
    }

    private static RecurringTask<Void> task(RepeatedJob job) {
        return Tasks.recurring(job.name(), FixedDelay.of(job.every()))
                .execute((instance, context) -> job.work().run());
    }

    private <T> void failed(Job<T> job, ExecutionComplete complete, ExecutionOperations<T> next) {
        if (stopping) {
            // It was cut off, it did not fail: left as it is, the next start resumes it.
            return;
        }
        Throwable cause = complete.getCause().map(JobFailure::unwrap).orElseGet(JobFailure::new);
        int attempt = complete.getExecution().consecutiveFailures + 1;
        LOG.atWarn()
                .addKeyValue("job", job.type().name())
                .addKeyValue("id", complete.getExecution().getId())
                .addKeyValue("attempt", attempt)
                .setCause(cause)
                .log("job failed");
        if (attempt >= job.attempts() && giveUp(job, complete, cause)) {
            next.remove();
        } else {
            next.reschedule(complete, clock.instant().plus(wait(job, cause, attempt)));
        }
    }

    private static Duration wait(Job<?> job, Throwable cause, int attempt) {
        Duration wait = job.backoff().after(attempt);
        return cause instanceof RetryAfter later && later.retryAfter().compareTo(wait) > 0 ? later.retryAfter() : wait;
    }

    private static <T> boolean giveUp(Job<T> job, ExecutionComplete complete, Throwable cause) {
        try {
            job.givenUp()
                    .run(
                            job.type()
                                    .data()
                                    .cast(complete.getExecution().taskInstance.getData()),
                            cause);
            return true;
        } catch (Exception e) {
            LOG.warn("The end of a job could not be noted; it is tried again", e);
            return false;
        }
    }
}
