package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.StringWriter;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;

/** Walks over the pages once and gives each page's text away before the next is read. */
final class PdfPages extends PDFTextStripper {
    private final int pages;
    private final PdfOutline outline;
    private final PdfPictures pictures;
    private final TextOutput sink;
    private final StringWriter page = new StringWriter();
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
        } catch (WireException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // one damaged page is no reason to lose the others
            broken++;
            writePage();
            endPage(page);
        }
    }

    @Override
    protected void endPage(PDPage pdPage) throws IOException {
        String text = PdfText.clean(page.toString());
        page.getBuffer().setLength(0);
        int number = getCurrentPageNo();
        if (text.isEmpty()) {
            text = pictures.text(document, pdPage, number);
        }
        if (!text.isEmpty()) {
            withText++;
            sink.segment(number, outline.section(number), text);
        }
        sink.pageDone(number);
    }
}
