package ai.chatforge.document;

import org.springframework.stereotype.Component;

/** Each type of source has its way of being read. */
@Component
class SourceReaders {
    private final FileReading files;
    private final Crawl crawl;
    private final VideoReading videos;
    private final PairReading pairs;

    SourceReaders(FileReading files, Crawl crawl, VideoReading videos, PairReading pairs) {
        this.files = files;
        this.crawl = crawl;
        this.videos = videos;
        this.pairs = pairs;
    }

    Reading read(Work work) throws InterruptedException {
        return switch (work.source().type()) {
            case FILE, TEXT -> files.read(work);
            case URL -> crawl.read(work);
            case VIDEO -> videos.read(work);
            case QA -> pairs.read(work);
        };
    }
}
