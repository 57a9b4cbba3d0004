package ai.chatforge.document;

import ai.chatforge.platform.job.JobQueue;
import ai.chatforge.platform.job.JobType;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Where training jobs wait: one for each source, however often it is asked for. */
@Component
class TrainingJobs {
    static final JobType<SourceRef> TRAIN = new JobType<>("train-source", SourceRef.class);

    private final JobQueue queue;

    TrainingJobs(@Qualifier("document") Database db, Jobs jobs) {
        this.queue = jobs.queue(db);
    }

    record SourceRef(UUID tenant, UUID source) {}

    void schedule(UUID tenant, UUID source) {
        queue.schedule(TRAIN, source.toString(), new SourceRef(tenant, source));
    }
}
