package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.document.api.Sources;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Answers of bots that are given again to the same question. One is found by who is asked what, after what; and it is
 * given only when the model would be given the very same as then: the search is made, and its passages, the sources
 * they are from and what is private of them are compared. So no word is needed from a source that changed; the purge
 * that follows only removes the text.
 */
@Component
class AnswerCache {
    static final Duration LIFE = Duration.ofDays(7);
    /** Longer than any answer takes. */
    private static final Duration PURGE = Duration.ofDays(1);
    /** Counts changes of the way in which answers are made from what is compared. */
    private static final int FORM = 1;

    private final Database db;
    private final CachedAnswerRepository rows;
    private final MeterRegistry meters;
    private final Clock clock;

    AnswerCache(@Qualifier("chat") Database db, CachedAnswerRepository rows, MeterRegistry meters, Clock clock) {
        this.db = db;
        this.rows = rows;
        this.meters = meters;
        this.clock = clock;
    }

    /** Takes an answer that ended as it should, inside of the transaction that stores it. */
    interface Keeping {
        Keeping NOWHERE = ended -> {};

        void keep(Message ended);
    }

    /**
     * Where the answer to a question is kept, or would be.
     *
     * @param row what is there; null where the model is to be asked whatever is there
     */
    record Slot(UUID bot, String fingerprint, long purges, CachedAnswerRepository.@Nullable Row row) {
        /** What was searched for then. */
        QueryRewriting.@Nullable Query query() {
            return row == null ? null : new QueryRewriting.Query(row.query(), null);
        }
    }

    /**
     * Empty where answers are not kept: the built-in answerer costs nothing, and is as fast; and who sends files along
     * asks about these.
     */
    Optional<Slot> slot(Preparation.Begun begun) {
        BotProfile bot = begun.question().bot();
        if (bot == null
                || !bot.cacheAnswers()
                || begun.choice().isBuiltIn()
                || !begun.question().attachments().isEmpty()) {
            return Optional.empty();
        }
        String fingerprint = fingerprint(bot, begun);
        CachedAnswerRepository.Found found = db.call(() -> rows.find(bot.id(), fingerprint, clock.instant()));
        return Optional.of(new Slot(bot.id(), fingerprint, found.purges(), begun.anew() ? null : found.row()));
    }

    private static String fingerprint(BotProfile bot, Preparation.Begun begun) {
        ModelChoice choice = begun.choice();
        Fingerprint print = new Fingerprint()
                .add(FORM)
                .add(bot.tenantId())
                .add(bot.id())
                .add(bot.version())
                .add(choice.provider().name())
                .add(choice.model().id())
                .add(choice.ownKey());
        begun.history().stream()
                .filter(message -> !message.content().isBlank())
                .forEach(message -> print.add(message.role()).addWritten(message.content()));
        return print.add("question").addWritten(begun.question().content()).end();
    }

    /** The answer, when the model would be given what it was given then. */
    Optional<CachedAnswerRepository.Row> valid(Slot slot, String grounds, Privacy privacy) {
        Optional<CachedAnswerRepository.Row> valid = Optional.ofNullable(slot.row())
                .filter(row -> row.grounds().equals(grounds))
                // By the same text; but the guard may have learned something in a new version.
                .filter(row -> privacy.cleared(row.content()).equals(row.content()));
        meters.counter("chatforge.chat.cache", "outcome", valid.isPresent() ? "hit" : "miss")
                .increment();
        return valid;
    }

    /** Of all that the model is given, and all that is withheld from its answer. */
    static String grounds(ModelRequest request, Knowledge.Found all) {
        Fingerprint print = new Fingerprint().add(request.temperature()).add(request.maxOutputTokens());
        for (ModelRequest.PromptMessage message : request.prompt()) {
            print.add(message.role());
            if (message.role() == ModelRequest.Role.SYSTEM) {
                print.add(message.content());
            } else {
                print.addWritten(message.content());
            }
        }
        for (FoundPassage passage : all.passages()) {
            add(print, passage);
            SourceInfo source = Objects.requireNonNull(all.sources().get(passage.sourceId()));
            print.add(source.title()).add(source.fileName()).add(source.url()).add(source.mediaType());
            print.add(all.addresses().get(new Sources.Place(passage.sourceId(), passage.segment())));
        }
        print.add("background");
        all.background().forEach(print::add);
        print.add("names");
        all.names().stream().sorted().forEach(print::add);
        return print.end();
    }

    private static void add(Fingerprint print, FoundPassage passage) {
        print.add(passage.passageId())
                .add(passage.sourceId())
                .add(passage.segment())
                .add(passage.page())
                .add(passage.second())
                .add(passage.section())
                .add(passage.start())
                .add(passage.end())
                .add(passage.text());
    }

    Keeping keeping(Slot slot, String grounds, String query) {
        return ended -> {
            Instant now = clock.instant();
            CachedAnswerRepository.Row row =
                    new CachedAnswerRepository.Row(grounds, query, ended.content(), ended.citations());
            rows.keep(slot.bot(), slot.purges(), slot.fingerprint(), row, ended, now, now.plus(LIFE));
        };
    }

    /** What the bot knows changed. */
    void purge(UUID bot) {
        rows.purge(bot, clock.instant());
    }

    void forgetBot(UUID bot) {
        rows.forgetBot(bot);
    }

    /** What is too old is not found any more; here its text goes. */
    void sweep() {
        Instant now = clock.instant();
        db.call(rows::tenants)
                .forEach(tenant -> Tenant.run(tenant, () -> {
                    db.run(() -> rows.deleteExpired(now));
                    db.run(() -> rows.forgetBots(now.minus(PURGE)));
                }));
    }
}
