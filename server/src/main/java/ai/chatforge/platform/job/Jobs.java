package ai.chatforge.platform.job;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.ServiceName;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Gives each service its queue and its runner. */
public final class Jobs {
    private final String process;
    private final JobSettings settings;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<ServiceName, JobRunner> runners = new ConcurrentHashMap<>();

    /** @param process a name that no other living process bears, and that this one has again after a restart */
    Jobs(String process, JobSettings settings, JsonMapper json, MeterRegistry meters, Clock clock) {
        this.process = process;
        this.settings = settings;
        // Stored jobs may have fields that this version does not know any more.
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        this.meters = meters;
        this.clock = clock;
    }

    public JobQueue queue(Database database) {
        return new JobQueue(database, json, clock, () -> wake(database.service()));
    }

    /**
     * A runner for the service's configuration to declare as a bean: it works from the start of the application to its
     * end.
     *
     * @param concurrency jobs of this service done at the same time in this process
     */
    public JobRunner runner(Database database, int concurrency, List<Job<?>> jobs, List<RepeatedJob> repeated) {
        JobRunner runner = new JobRunner(process, database, settings, json, meters, clock, concurrency, jobs, repeated);
        runners.put(database.service(), runner);
        return runner;
    }

    private void wake(ServiceName service) {
        JobRunner runner = runners.get(service);
        if (runner != null) {
            runner.wake();
        }
    }
}
