package ai.chatforge.document;

import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.storage.FolderStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Keeps files from being read before a virus scanner has seen them, where one is configured. */
@Component
class VirusScan {
    static final String INFECTED = "infected";
    static final String UNAVAILABLE = "scanner_unavailable";

    private static final Source.Fault INFECTED_FILE = new Source.Fault(
            INFECTED,
            "The virus scanner found something harmful in the file. It was locked away and not read. Delete the source,"
                    + " check your computer, and upload a clean copy.");
    private static final Source.Fault INFECTED_PAGE = new Source.Fault(
            INFECTED,
            "The virus scanner found something harmful in the page. It was not read, and nothing of it was kept. Have the"
                    + " page cleaned where it is published, and fetch it again; or delete the source.");
    /** In the audit log. */
    private static final String SOURCE_INFECTED = "source.infected";

    private static final String TOO_LARGE =
            "The file is larger than the virus scanner accepts. Split it, or tell the operator.";

    private static final Logger LOG = LoggerFactory.getLogger(VirusScan.class);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Optional<Clamd> clamd;
    private final Database db;
    private final RevisionRepository revisions;
    private final SourceChanges changes;
    private final FolderStorage files;
    private final AuditLog audit;
    private final Clock clock;

    VirusScan(
            DocumentSettings settings,
            @Qualifier("document") Database db,
            RevisionRepository revisions,
            SourceChanges changes,
            FolderStorage files,
            AuditLog audit,
            Clock clock) {
        clamd = Clamd.at(settings.virusScan(), PATIENCE);
        this.db = db;
        this.revisions = revisions;
        this.changes = changes;
        this.files = files;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether the original may be handed out: not before it was looked at. */
    boolean mayBeOpened(Source source) {
        return clamd.isEmpty() || source.extracted();
    }

    /**
     * Why a source's file must not be read; empty when nothing is known against it.
     *
     * @throws ApiException while the scanner is away: the source waits, and the job is tried again
     */
    Optional<Source.Fault> refuses(Work work, String key) {
        if (files.isQuarantined(key)) {
            return Optional.of(INFECTED_FILE);
        }
        Path file = files.path(key);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Optional<Source.Fault> fault = refuses(work, file, INFECTED_FILE);
        if (fault.filter(INFECTED_FILE::equals).isPresent()) {
            try {
                files.quarantine(key);
            } catch (IOException e) {
                // It is not read or handed out all the same; to look at it again would only find it again.
                LOG.atError().addKeyValue("source", work.id()).setCause(e).log("An infected file was not locked away");
            }
        }
        return fault;
    }

    /** The same for a page that was fetched for a source, and is not kept. */
    Optional<Source.Fault> refusesPage(Work work, Path file) {
        return refuses(work, file, INFECTED_PAGE);
    }

    private Optional<Source.Fault> refuses(Work work, Path file, Source.Fault infected) {
        if (clamd.isEmpty()) {
            return Optional.empty();
        }
        Clamd.Verdict verdict;
        try {
            verdict = clamd.get().look(file);
        } catch (IOException e) {
            throw unavailable(work, e);
        }
        return switch (verdict) {
            case Clamd.Verdict.Clean() -> Optional.empty();
            case Clamd.Verdict.Infected(String signature) -> {
                report(work.source(), signature, infected);
                yield Optional.of(infected);
            }
            case Clamd.Verdict.TooLarge() -> Optional.of(new Source.Fault("not_scanned", TOO_LARGE));
        };
    }

    /**
     * For a file that is no source's and is not kept.
     *
     * @throws ApiException when it must not be read
     */
    void requireHarmless(Path file) {
        if (clamd.isEmpty()) {
            return;
        }
        Clamd.Verdict verdict;
        try {
            verdict = clamd.get().look(file);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("The virus scanner does not answer; a file is refused");
            throw new ApiException(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "The virus scanner does not answer, so the file was not read. Try again later; if it stays, tell"
                            + " the operator.",
                    List.of(),
                    Duration.ofSeconds(30),
                    e);
        }
        switch (verdict) {
            case Clamd.Verdict.Clean() -> {}
            case Clamd.Verdict.Infected(String signature) -> {
                LOG.atError()
                        .addKeyValue("alert", INFECTED)
                        .addKeyValue("tenant", Tenant.required())
                        .addKeyValue("signature", signature)
                        .log("A virus was found in an attached file; the file is deleted");
                throw new ApiException(
                        ErrorCode.FILE_UNREADABLE,
                        "The virus scanner found something harmful in the file. It was deleted and not read. Check your"
                                + " computer, and attach a clean copy.");
            }
            case Clamd.Verdict.TooLarge() -> throw new ApiException(ErrorCode.FILE_TOO_LARGE, TOO_LARGE);
        }
    }

    private void report(Source source, String signature, Source.Fault infected) {
        boolean page = infected.equals(INFECTED_PAGE);
        LOG.atError()
                .addKeyValue("alert", INFECTED)
                .addKeyValue("tenant", source.tenantId())
                .addKeyValue("source", source.id())
                .addKeyValue("signature", signature)
                .log(
                        page
                                ? "A virus was found in a page of a source; the page is not kept"
                                : "A virus was found in the file of a source; the file is locked away");
        db.run(() -> audit.record(
                db, SOURCE_INFECTED, source.id(), Map.of("bot", source.chatbotId(), "signature", signature)));
    }

    private ApiException unavailable(Work work, IOException cause) {
        String message = "The file waits for the virus scanner, which does not answer. It is tried again by itself.";
        Source.Fault fault = new Source.Fault(UNAVAILABLE, message);
        db.run(() -> revisions.waiting(work.id(), work.token(), fault, clock.instant()));
        changes.happened(work.source().chatbotId());
        LOG.atWarn()
                .addKeyValue("source", work.id())
                .addKeyValue("cause", cause.toString())
                .log("The virus scanner does not answer; files wait");
        return new ApiException(ErrorCode.SERVICE_UNAVAILABLE, message);
    }
}
