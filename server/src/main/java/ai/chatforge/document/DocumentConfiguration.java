package ai.chatforge.document;

import ai.chatforge.bot.api.BotDeleted;
import ai.chatforge.document.api.SourceDeleted;
import ai.chatforge.document.extract.ForkedTextExtractor;
import ai.chatforge.document.extract.Tesseract;
import ai.chatforge.document.extract.TextExtractor;
import ai.chatforge.document.web.HostTurns;
import ai.chatforge.document.web.PageFetch;
import ai.chatforge.document.web.Sitemaps;
import ai.chatforge.document.web.YouTube;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.job.Job;
import ai.chatforge.platform.job.JobRunner;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.storage.FolderStorage;
import ai.chatforge.vector.api.KnowledgeIndex;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

@OnService(ServiceName.DOCUMENT)
class DocumentConfiguration {

    @Bean
    FolderStorage files(DataFolder folder) {
        return new FolderStorage(folder.folder("files"), folder.temporary());
    }

    @Bean
    TextExtractor textExtractor(DocumentSettings settings, DataFolder folder) throws IOException {
        return ForkedTextExtractor.inBackground(settings.extraction(), folder.temporary(), ocr(settings));
    }

    private static @Nullable Tesseract ocr(DocumentSettings settings) {
        return settings.ocr() == DocumentSettings.Ocr.OFF
                ? null
                : Tesseract.find(settings.ocrLanguages()).orElse(null);
    }

    @Bean
    PassingFiles passingFiles(SourceService sources, VirusScan scan, DocumentSettings settings, DataFolder folder)
            throws IOException {
        TextExtractor workers = new ForkedTextExtractor(
                settings.extraction().waitedFor(PassingFiles.READING), folder.temporary(), ocr(settings));
        return new PassingFiles(sources, scan, workers, folder.temporary());
    }

    @Bean
    PageFetch pageFetch(OutsideHttp http, DocumentSettings settings, Clock clock) {
        return new PageFetch(http, settings.web(), new HostTurns(clock), clock);
    }

    @Bean
    Sitemaps sitemaps(OutsideHttp http, PageFetch pages, DocumentSettings settings, Clock clock) {
        return new Sitemaps(http, pages, settings.web(), clock);
    }

    @Bean
    YouTube youTube(OutsideHttp http, DocumentSettings settings, JsonMapper json) {
        JsonMapper lenient = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        return new YouTube(http, settings.web(), lenient);
    }

    @Bean
    JobRunner trainingRunner(
            @Qualifier("document") Database db,
            Jobs jobs,
            Training training,
            ContentService contents,
            Leftovers leftovers,
            DocumentSettings settings) {
        Job<TrainingJobs.SourceRef> train = Job.of(TrainingJobs.TRAIN, (source, run) -> training.run(source))
                .onGivenUp((source, cause) -> training.giveUp(source))
                .attempts(20, Duration.ofSeconds(2), Duration.ofMinutes(2));
        Job<TrainingJobs.FetchRef> fetch = Job.of(TrainingJobs.FETCH, (source, run) -> contents.fetchAsPlanned(source));
        Job<Leftovers.FileRef> sweep = Job.of(Leftovers.SWEEP, (file, run) -> leftovers.sweep(file))
                .attempts(20, Duration.ofSeconds(10), Duration.ofHours(1));
        return jobs.runner(db, settings.trainingJobs(), List.of(train, fetch, sweep), List.of());
    }

    @Bean
    EventConsumer documentsOfDeletedBots(SourceService sources) {
        return EventConsumer.named("document.removal")
                .on(BotDeleted.class, (event, delivery) -> sources.deleteOfBot(event.botId()));
    }

    /** Vector is told after the deletion is committed, and again until it has heard. */
    @Bean
    EventConsumer passagesOfDeletedSources(KnowledgeIndex index) {
        return EventConsumer.named("document.unindex")
                .on(
                        SourceDeleted.class,
                        (event, delivery) -> index.deleteSource(
                                new KnowledgeIndex.SourceKey(event.tenant(), event.botId(), event.sourceId())));
    }
}
