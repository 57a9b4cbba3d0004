package ai.chatforge.document.extract;

import java.io.IOException;
import java.io.StringWriter;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;

/** Walks over the pages once and gives each page's text away before the next is read. */
final class PdfPages extends PDFTextStripper {
    private static final int MAX_FORM_DEPTH = 3;

    private final int pages;
    private final PdfOutline outline;
    private final TextOutput sink;
    private final StringWriter page = new StringWriter();
    private int withText;
    private int broken;
    private boolean withPictures;

    PdfPages(int pages, PdfOutline outline, TextOutput sink) {
        this.pages = pages;
        this.outline = outline;
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

    boolean withPictures() {
        return withPictures;
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
        if (!text.isEmpty()) {
            withText++;
            sink.segment(number, outline.section(number), text);
        }
        withPictures = withPictures || (withText == 0 && hasPicture(pdPage.getResources(), 0));
        sink.pageDone(number);
    }

    /** Pictures may stand inside forms, as some scanners place them. */
    private static boolean hasPicture(@Nullable PDResources resources, int depth) throws IOException {
        if (resources == null || depth > MAX_FORM_DEPTH) {
            return false;
        }
        for (COSName name : resources.getXObjectNames()) {
            if (resources.isImageXObject(name)
                    || (resources.getXObject(name) instanceof PDFormXObject form
                            && hasPicture(form.getResources(), depth + 1))) {
                return true;
            }
        }
        return false;
    }
}
