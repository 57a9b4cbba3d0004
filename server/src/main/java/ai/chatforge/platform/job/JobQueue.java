package ai.chatforge.platform.job;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Clock;
import java.time.Instant;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** Where one service puts its jobs: part of its open transaction, if there is one. */
public final class JobQueue {
    private final Database database;
    private final String table;
    private final JsonMapper json;
    private final Clock clock;
    private final Runnable wake;

    JobQueue(Database database, JsonMapper json, Clock clock, Runnable wake) {
        this.database = database;
        this.table = tableOf(database);
        this.json = json;
        this.clock = clock;
        this.wake = wake;
    }

    static String tableOf(Database database) {
        return "\"" + database.service().key() + "\".scheduled_tasks";
    }

    /**
     * Has the job done as soon as possible; one that waits under the same id is replaced.
     *
     * @return false if it is being done at this moment, and nothing was changed
     */
    public <T> boolean schedule(JobType<T> type, String id, T data) {
        return schedule(type, id, data, clock.instant());
    }

    public <T> boolean schedule(JobType<T> type, String id, T data, Instant at) {
        return database.call(() -> {
            wakeAfterCommit();
            return database.sql()
                            .sql("""
                                    insert into %s as task
                                      (task_name, task_instance, task_data, execution_time, picked, version)
                                    values (?, ?, ?, ?, false, 1)
                                    on conflict (task_name, task_instance) do update
                                      set task_data = excluded.task_data, execution_time = excluded.execution_time,
                                          consecutive_failures = 0, version = task.version + 1
                                      where not task.picked
                                    """.formatted(table))
                            .params(type.name(), id, json.writeValueAsBytes(data), Timestamps.of(at))
                            .update()
                    > 0;
        });
    }

    /** Takes a waiting job back; false if there is none, or if it is being done. */
    public boolean cancel(JobType<?> type, String id) {
        return database.call(() -> database.sql()
                        .sql("delete from %s where task_name = ? and task_instance = ? and not picked".formatted(table))
                        .params(type.name(), id)
                        .update()
                > 0);
    }

    private void wakeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake.run();
            }
        });
    }
}
