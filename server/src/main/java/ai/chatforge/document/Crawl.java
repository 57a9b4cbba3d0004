package ai.chatforge.document;

import ai.chatforge.document.web.FetchException;
import ai.chatforge.document.web.PageFetch;
import ai.chatforge.document.web.Sitemaps;
import ai.chatforge.document.web.WebAddress;
import ai.chatforge.platform.persistence.Database;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Reads the pages of a website, one after the other. Each page's text is stored together with the note that it was
 * read and with the pages it leads to, so that a job that was cut off goes on with the next page; no page is kept as a
 * file. After a while others' sources have their turn.
 */
@Component
class Crawl {
    private static final Duration TURN = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 3;
    /** Pages that are noted for each that may be read: some turn out to be nothing. */
    private static final int SPARE = 4;

    private final Database db;
    private final PageRepository pages;
    private final SegmentRepository texts;
    private final Segments segments;
    private final PageFetch web;
    private final Sitemaps sitemaps;
    private final PageReading reading;
    private final DocumentSettings settings;
    private final Clock clock;

    Crawl(
            @Qualifier("document") Database db,
            PageRepository pages,
            SegmentRepository texts,
            Segments segments,
            PageFetch web,
            Sitemaps sitemaps,
            PageReading reading,
            DocumentSettings settings,
            Clock clock) {
        this.db = db;
        this.pages = pages;
        this.texts = texts;
        this.segments = segments;
        this.web = web;
        this.sitemaps = sitemaps;
        this.reading = reading;
        this.settings = settings;
        this.clock = clock;
    }

    Reading read(Work work) throws InterruptedException {
        begin(work);
        Instant end = clock.instant().plus(TURN);
        while (true) {
            PageRepository.Counts counts =
                    db.call(() -> pages.counts(work.id(), work.source().revision()));
            Optional<PageRepository.Found> next =
                    counts.read() >= limit(work) ? Optional.empty() : db.call(() -> pages.next(work));
            if (next.isEmpty()) {
                return end(work, counts);
            }
            Instant later = page(work, next.get(), counts);
            if (clock.instant().isAfter(end) || later.isAfter(clock.instant().plus(LONGEST_PAUSE))) {
                return new Reading.Later(later);
            }
            Thread.sleep(Math.max(0, Duration.between(clock.instant(), later).toMillis()));
        }
    }

    private static int limit(Work work) {
        return Objects.requireNonNull(work.source().crawl()).pages();
    }

    private static URI start(Work work) {
        return URI.create(Objects.requireNonNull(work.source().url()));
    }

    private void begin(Work work) {
        int known =
                db.call(() -> pages.counts(work.id(), work.source().revision())).known();
        if (known > 0) {
            return;
        }
        segments.stage(work, Source.Stage.FETCHING, 0, limit(work) == 1 ? 1 : null);
        List<String> listed = new ArrayList<>();
        if (limit(work) > 1 && Objects.requireNonNull(work.source().crawl()).depth() > 0) {
            sitemaps.of(start(work), SPARE * limit(work)).forEach(url -> listed.add(url.toString()));
        }
        db.run(() -> {
            segments.stage(work, Source.Stage.FETCHING, 0, limit(work) == 1 ? 1 : null);
            pages.find(work, List.of(start(work).toString()), 0);
            pages.find(work, listed, 1);
        });
    }

    /** @return when to go on */
    private Instant page(Work work, PageRepository.Found page, PageRepository.Counts counts)
            throws InterruptedException {
        Source.Former former = work.source().former();
        Optional<PageRepository.Old> old =
                former == null ? Optional.empty() : db.call(() -> pages.old(work.id(), former.revision(), page.url()));
        try {
            PageFetch.Known known = old.map(PageRepository.Old::known).orElse(PageFetch.Known.NOTHING);
            switch (web.page(URI.create(page.url()), known)) {
                case PageFetch.Answer.Later later -> {
                    return later.at();
                }
                case PageFetch.Answer.Unchanged unchanged -> keep(work, page, counts, old.orElseThrow());
                case PageFetch.Answer.Page answer
                when isElsewhere(work, page, answer.url()) ->
                    db.run(() -> {
                        note(work, counts);
                        skip(work, page, answer.url().toString());
                    });
                case PageFetch.Answer.Page answer -> {
                    String sha256 = PageReading.sha256(answer.content());
                    if (old.isPresent() && sha256.equals(old.get().sha256())) {
                        keep(work, page, counts, old.get());
                    } else {
                        store(work, page, counts, reading.read(work, answer, sha256));
                    }
                }
            }
        } catch (FetchException e) {
            return failed(work, page, counts, old, e);
        }
        return clock.instant();
    }

    /** A link that leads out of the site after all, as to a place to sign in. The first page may be moved anywhere. */
    private static boolean isElsewhere(Work work, PageRepository.Found page, URI url) {
        return page.ordinal() > 0 && !WebAddress.isWithin(start(work), url);
    }

    private Instant failed(
            Work work,
            PageRepository.Found page,
            PageRepository.Counts counts,
            Optional<PageRepository.Old> old,
            FetchException e) {
        boolean again = e.passes() && page.attempts() + 1 < ATTEMPTS;
        Source.Fault fault = new Source.Fault(e.code(), e.sentence());
        if (e.passes() && !again && old.isPresent()) {
            // It will be back: until then what it said the last time is better than nothing.
            db.run(() -> {
                keep(work, page, counts, old.get());
                pages.failed(work, page.ordinal(), null, fault);
            });
            return clock.instant();
        }
        db.run(() -> {
            note(work, counts);
            pages.failed(work, page.ordinal(), again ? "found" : "failed", fault);
        });
        // Another page first, if there is one; then after a while.
        Duration pause = settings.web().delay().multipliedBy(5L * (page.attempts() + 1));
        boolean alone = counts.open() <= 1;
        Duration asked = e.patience().compareTo(pause) > 0 ? e.patience() : pause;
        return again && alone ? clock.instant().plus(asked) : clock.instant();
    }

    private void note(Work work, PageRepository.Counts counts) {
        int most = limit(work);
        segments.stage(
                work,
                Source.Stage.FETCHING,
                Math.min(most, counts.known() - counts.open() + 1),
                Math.min(most, counts.known()));
    }

    /** What was read the last time is taken over. */
    private void keep(Work work, PageRepository.Found page, PageRepository.Counts counts, PageRepository.Old old) {
        int former = Objects.requireNonNull(work.source().former()).revision();
        int revision = work.source().revision();
        db.run(() -> {
            note(work, counts);
            if (old.sha256() != null && pages.isKnown(work, old.address(), old.sha256())) {
                skip(work, page, old.address());
                return;
            }
            texts.copy(work.id(), former, revision, old.address(), texts.next(work.id(), revision));
            pages.done(
                    work,
                    page.ordinal(),
                    new PageRepository.Read(
                            "unchanged", old.address(), old.bytes(), old.sha256(), old.known(), old.links()));
            follow(work, page, counts, old.links());
        });
    }

    private void skip(Work work, PageRepository.Found page, String address) {
        pages.done(
                work,
                page.ordinal(),
                new PageRepository.Read("skipped", address, 0, null, PageFetch.Known.NOTHING, List.of()));
    }

    private void store(Work work, PageRepository.Found page, PageRepository.Counts counts, PageReading.PageText text) {
        URI start = start(work);
        List<String> links = text.links().stream()
                .filter(link -> WebAddress.isWithin(start, link))
                .map(URI::toString)
                .distinct()
                .limit(SPARE * (long) limit(work))
                .toList();
        // A page that says it is another one's double is, as long as that one is of the same site.
        String address = text.canonical()
                .filter(one -> WebAddress.isWithin(start, one))
                .orElse(text.url())
                .toString();
        db.run(() -> {
            note(work, counts);
            if (pages.isKnown(work, address, text.sha256())) {
                skip(work, page, address);
                return;
            }
            if (text.noIndex() || text.segments().isEmpty()) {
                pages.done(
                        work,
                        page.ordinal(),
                        new PageRepository.Read("skipped", address, 0, null, PageFetch.Known.NOTHING, links));
                pages.failed(work, page.ordinal(), "skipped", text.whyNot());
            } else {
                int first = texts.next(work.id(), work.source().revision());
                texts.insert(work.id(), work.source().revision(), text.from(first), address);
                pages.done(
                        work,
                        page.ordinal(),
                        new PageRepository.Read("read", address, text.bytes(), text.sha256(), text.known(), links));
            }
            follow(work, page, counts, links);
            if (page.ordinal() == 0) {
                text.title().ifPresent(title -> reading.titled(work, title));
            }
        });
    }

    private void follow(Work work, PageRepository.Found page, PageRepository.Counts counts, List<String> links) {
        int room = SPARE * limit(work) - counts.known();
        if (page.depth() < Objects.requireNonNull(work.source().crawl()).depth() && room > 0 && limit(work) > 1) {
            pages.find(work, links.subList(0, Math.min(links.size(), room)), page.depth() + 1);
        }
    }

    private Reading end(Work work, PageRepository.Counts counts) {
        Source.Former former = work.source().former();
        if (counts.read() == counts.stale()) {
            return new Reading.Failed(db.call(() -> pages.firstFault(work))
                    .orElse(new Source.Fault(
                            "no_text", "The address leads to no text. Give that of a page that holds some.")));
        }
        if (former != null
                && counts.unchanged() == counts.read()
                && counts.read()
                        == db.call(() -> pages.counts(work.id(), former.revision()))
                                .read()) {
            return new Reading.Unchanged();
        }
        int whole = db.call(() -> texts.next(work.id(), work.source().revision()));
        return new Reading.Whole(
                whole, limit(work) == 1 ? null : counts.read(), new Reading.Fetched(null, counts.bytes(), ""));
    }
}
