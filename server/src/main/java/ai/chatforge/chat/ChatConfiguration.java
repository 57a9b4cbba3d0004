package ai.chatforge.chat;

import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.document.api.SourceChanged;
import ai.chatforge.document.api.SourceDeleted;
import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.RepeatedJob;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

@OnService(ServiceName.CHAT)
class ChatConfiguration {
    /** More than questions have but in rare cases, and little enough to be kept for each connection there can be. */
    private static final int READ_AHEAD = 32 * 1024;

    @Bean
    KnownModels knownModels(KnownModelRepository rows) {
        return new KnownModels(rows::all);
    }

    @Bean
    ModelCatalogue modelCatalogue(ChatSettings settings, OutsideProviders providers, OwnModels own, Failover failover) {
        List<ModelProvider> outside = settings.providers().entrySet().stream()
                .map(entry -> providers.configured(entry.getKey(), entry.getValue()))
                .toList();
        return new ModelCatalogue(outside, new ExtractiveProvider(), settings, own, failover);
    }

    @Bean
    Job<?> forgetUploads(Attachments attachments) {
        return attachments.forgetting();
    }

    @Bean
    Admission admission(ChatSettings settings, Endings endings, ProblemWriter problems) {
        return new Admission(settings.limits().waitingQuestions(), READ_AHEAD, endings::underWay, problems);
    }

    @Bean
    Answering.Parts answeringParts(
            @Qualifier("chat") Database db,
            MessageRepository messages,
            Tokens tokens,
            EventLog events,
            AuditLog audit,
            MeterRegistry meters,
            JsonMapper json,
            Clock clock,
            Endings endings) {
        return new Answering.Parts(db, messages, tokens, events, audit, meters, json, clock, endings);
    }

    @Bean
    EventConsumer conversationsOfDeletedBots(
            ConversationRepository conversations, OwnKeyRepository keys, AnswerCache cache) {
        return EventConsumer.named("chat.removal").on(BotDeleted.class, (event, delivery) -> {
            conversations.deleteOfBot(event.botId());
            keys.deleteOfBot(event.botId());
            cache.forgetBot(event.botId());
        });
    }

    @Bean
    EventConsumer answersFromChangedSources(AnswerCache cache) {
        return EventConsumer.named("chat.cache")
                .on(SourceChanged.class, (event, delivery) -> cache.purge(event.botId()))
                .on(SourceDeleted.class, (event, delivery) -> cache.purge(event.botId()));
    }

    @Bean
    @Qualifier("chat")
    RepeatedJob forgetOldAnswers(AnswerCache cache) {
        return new RepeatedJob("forget-old-answers", Duration.ofHours(1), cache::sweep);
    }
}
