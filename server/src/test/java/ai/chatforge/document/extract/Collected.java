package ai.chatforge.document.extract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an extraction gave, as tests look at it. */
final class Collected implements ExtractionListener {
    final List<Segment> segments = new ArrayList<>();
    final List<String> progress = new ArrayList<>();

    static Collected from(TextExtractor extractor, Path file) throws Exception {
        Collected collected = new Collected();
        collected.read(extractor, file);
        return collected;
    }

    private @Nullable ExtractionResult result;

    /** As an upload goes: detection first; a refusal ends it. */
    private void read(TextExtractor extractor, Path file) throws Exception {
        result = switch (extractor.detect(file, file.getFileName().toString())) {
            case Detection.Refused(FailureCode code, String message) -> new ExtractionResult.Failed(code, message);
            case Detection.Accepted(DetectedType type) -> extractor.extract(file, type, this);
        };
    }

    @Override
    public void segment(Segment segment) {
        segments.add(segment);
    }

    @Override
    public void progress(int done, @Nullable Integer total) {
        progress.add(done + "/" + total);
    }

    @Nullable
    ExtractionResult outcome() {
        return result;
    }

    ExtractionResult.Extracted extracted() {
        if (result instanceof ExtractionResult.Extracted extracted) {
            return extracted;
        }
        throw new AssertionError("not extracted: " + result);
    }

    ExtractionResult.Failed failed() {
        if (result instanceof ExtractionResult.Failed failed) {
            return failed;
        }
        throw new AssertionError("not failed: " + result);
    }

    String text() {
        return segments.stream().map(Segment::text).collect(Collectors.joining("\n\n"));
    }

    Segment with(String words) {
        return segments.stream()
                .filter(segment -> segment.text().contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nowhere: " + words));
    }
}
