package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Walks over the pages once; each page's text is given away when a few more have been read. */
final class PdfPages extends PDFTextStripper {
    /** Of a page's height, above and below. */
    private static final float MARGIN = 0.11f;

    private final int pages;
    private final PdfOutline outline;
    private final PdfPictures pictures;
    private final TextOutput sink;
    private final StringWriter page = new StringWriter();
    private final Map<Integer, PdfLine> places = new HashMap<>();
    private final PdfRunningLines running = new PdfRunningLines(this::write);
    private final PdfCompounds compounds = new PdfCompounds();
    private int scanned;
    private int line;
    private int withText;
    private int broken;

    PdfPages(int pages, PdfOutline outline, PdfPictures pictures, TextOutput sink) {
        this.pages = pages;
        this.outline = outline;
        this.pictures = pictures;
        this.sink = sink;
        setLineSeparator("\n");
        setParagraphStart("\n");
        setPageEnd("");
        // the rows of a table stand further apart than lines, but are no paragraphs
        setDropThreshold(3);
    }

    void run(PDDocument document) throws IOException {
        writeText(document, page);
        running.finish();
        // pages without content are skipped by the walk
        sink.pageDone(pages);
    }

    int withText() {
        return withText;
    }

    int broken() {
        return broken;
    }

    @Override
    public void processPage(PDPage page) throws IOException {
        try {
            super.processPage(page);
        } catch (WireException | UnreadableException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // one damaged page is no reason to lose the others
            broken++;
            writePage();
            endPage(page);
        }
    }

    @Override
    protected void writePage() throws IOException {
        float width =
                getCurrentPage() == null ? 0 : getCurrentPage().getCropBox().getWidth();
        getCharactersByArticle().forEach(letters -> PdfColumns.order(letters, width));
        super.writePage();
    }

    @Override
    protected void writeString(String text, List<TextPosition> letters) throws IOException {
        StringBuffer written = page.getBuffer();
        for (; scanned < written.length(); scanned++) {
            line += written.charAt(scanned) == '\n' ? 1 : 0;
        }
        if (!letters.isEmpty()) {
            places.computeIfAbsent(
                            line, number -> new PdfLine(letters.getFirst().getYDirAdj()))
                    .add(text, letters);
        }
        super.writeString(text, letters);
    }

    @Override
    protected void endPage(PDPage pdPage) throws IOException {
        String raw = page.toString();
        int number = getCurrentPageNo();
        List<PdfRunningLines.Margin> margins = new ArrayList<>();
        String[] lines;
        if (raw.isBlank()) {
            lines = new String[] {pictures.text(document, pdPage, number)};
        } else {
            lines = raw.split("\n", -1);
            float height = pdPage.getCropBox().getHeight();
            places.forEach((at, place) -> {
                if (at < lines.length && (place.y() < height * MARGIN || place.y() > height * (1 - MARGIN))) {
                    margins.add(new PdfRunningLines.Margin(at, place.y(), lines[at].strip()));
                }
            });
            places.keySet().removeIf(at -> at >= lines.length);
            PdfTables.mark(lines, places);
            // a long table names its columns on each page
            margins.removeIf(margin -> lines[margin.line()].startsWith(PdfText.ROW));
        }
        page.getBuffer().setLength(0);
        places.clear();
        scanned = 0;
        line = 0;
        running.add(new PdfRunningLines.Page(number, lines, margins));
        sink.pageDone(number);
    }

    private void write(int number, String raw) throws IOException {
        compounds.read(raw);
        String text = PdfText.clean(raw, compounds);
        if (!text.isEmpty()) {
            withText++;
            sink.segment(number, outline.section(number), text);
        }
    }
}
