package ai.chatforge.document;

import ai.chatforge.document.extract.Segment;
import ai.chatforge.document.web.Cue;
import ai.chatforge.document.web.FetchException;
import ai.chatforge.document.web.TimedText;
import ai.chatforge.document.web.Transcript;
import ai.chatforge.document.web.VideoAddress;
import ai.chatforge.document.web.YouTube;
import ai.chatforge.platform.storage.FolderStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Reads what is said in a video: as YouTube has it, or as it was pasted. */
@Component
class VideoReading {
    /** About half a minute: near enough to open the video at, long enough to mean something. */
    private static final int CHARACTERS = 500;

    private static final int SECONDS = 60;
    private static final int AT_ONCE = 64;
    private static final int ATTEMPTS = 3;

    private final YouTube youtube;
    private final FolderStorage files;
    private final Segments segments;
    private final DocumentSettings settings;

    VideoReading(YouTube youtube, FolderStorage files, Segments segments, DocumentSettings settings) {
        this.youtube = youtube;
        this.files = files;
        this.segments = segments;
        this.settings = settings;
    }

    Reading read(Work work) throws InterruptedException {
        String pasted = work.source().storageKey();
        return pasted == null ? fetched(work) : pasted(work, pasted);
    }

    private Reading pasted(Work work, String key) {
        List<Cue> cues;
        try {
            cues = TimedText.read(Files.readString(files.path(key), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reading.Whole(store(work, cues), null, null);
    }

    private Reading fetched(Work work) throws InterruptedException {
        Source source = work.source();
        String video = VideoAddress.id(Objects.requireNonNull(source.url())).orElseThrow();
        Transcript transcript;
        try {
            transcript = transcript(work, video);
        } catch (FetchException e) {
            return new Reading.Failed(e.code(), e.sentence());
        }
        byte[] words = transcript.cues().stream()
                .map(cue -> cue.second() + " " + cue.text())
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
        String sha256 = PageReading.sha256(words);
        Source.Former former = source.former();
        if (former != null && former.sha256().equals(sha256)) {
            return new Reading.Unchanged();
        }
        int stored = store(work, transcript.cues());
        return new Reading.Whole(stored, null, new Reading.Fetched(transcript.title(), words.length, sha256));
    }

    private Transcript transcript(Work work, String video) throws FetchException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            segments.stage(work, Source.Stage.FETCHING, 0, null);
            try {
                return youtube.transcript(video, work.source().language());
            } catch (FetchException e) {
                if (!e.passes() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
            Thread.sleep(settings.web().delay().multipliedBy(5L * attempt));
        }
    }

    private int store(Work work, List<Cue> cues) {
        List<Segment> all = segments(cues);
        segments.begin(work, Source.Stage.EXTRACTING);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            int to = Math.min(all.size(), from + AT_ONCE);
            segments.add(work, all.subList(from, to), to, all.size());
        }
        return all.size();
    }

    static List<Segment> segments(List<Cue> cues) {
        List<Segment> all = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int begin = 0;
        for (Cue cue : cues) {
            boolean full = text.length() + cue.text().length() > CHARACTERS || cue.second() - begin > SECONDS;
            if (full && !text.isEmpty()) {
                all.add(new Segment(all.size(), null, begin, null, text.toString()));
                text.setLength(0);
            }
            begin = text.isEmpty() ? cue.second() : begin;
            text.append(text.isEmpty() ? "" : " ").append(cue.text());
        }
        if (!text.isEmpty()) {
            all.add(new Segment(all.size(), null, begin, null, text.toString()));
        }
        return all;
    }
}
