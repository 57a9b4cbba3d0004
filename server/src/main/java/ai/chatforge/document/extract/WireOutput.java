package ai.chatforge.document.extract;

import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends each finding at once; counts the segments. */
final class WireOutput implements TextOutput {
    /** A page of small print has about 10,000 characters; more than this is no page. */
    private static final int MAX_SEGMENT = 50_000;

    private static final int MAX_SECTION = 1_000;

    private final DataOutputStream wire;
    private final LanguageGuess language = new LanguageGuess();
    private int segments;

    WireOutput(DataOutputStream wire) {
        this.wire = wire;
    }

    @Override
    public void pages(int total) throws WireException {
        send(new Frame.Pages(total));
    }

    @Override
    public void pageDone(int done) throws WireException {
        send(new Frame.PageDone(done));
    }

    @Override
    public void segment(@Nullable Integer page, @Nullable String section, String text) throws WireException {
        for (String part : LongText.parts(text, MAX_SEGMENT)) {
            if (!part.isBlank()) {
                String place = section == null || section.length() <= MAX_SECTION
                        ? section
                        : section.substring(0, MAX_SECTION);
                language.read(part);
                send(new Frame.Text(new Segment(segments++, page, null, place, part)));
            }
        }
    }

    @Override
    public void link(PageLink link) throws WireException {
        send(new Frame.Link(link));
    }

    int segments() {
        return segments;
    }

    /** What a document says itself counts more than a guess. */
    DocumentReader.Facts withLanguage(DocumentReader.Facts facts) {
        return facts.language() == null
                ? new DocumentReader.Facts(facts.title(), facts.author(), facts.pages(), language.guess())
                : facts;
    }

    private void send(Frame frame) throws WireException {
        try {
            Frame.write(frame, wire);
        } catch (IOException e) {
            throw new WireException(e);
        }
    }
}
