package ai.chatforge.chat.evaluation;

import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobRunner;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.job.RepeatedJob;
import ai.chatforge.platform.persistence.Database;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EvaluationConfiguration {

    /** Few at a time: whoever waits for an answer comes first. */
    @Bean
    JobRunner chatRunner(
            @Qualifier("chat") Database db,
            Jobs jobs,
            EvaluationJob evaluation,
            @Qualifier("forgetUploads") Job<?> forgetUploads,
            @Qualifier("chat") List<RepeatedJob> repeated) {
        return jobs.runner(db, 2, List.of(evaluation.job(), forgetUploads), repeated);
    }

    @Bean
    EventConsumer evaluationsOfDeletedBots(QuestionSetRepository sets) {
        return EventConsumer.named("chat.evaluation-removal")
                .on(BotDeleted.class, (event, delivery) -> sets.deleteOfBot(event.botId()));
    }
}
