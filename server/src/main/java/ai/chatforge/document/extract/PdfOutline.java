package ai.chatforge.document.extract;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.jspecify.annotations.Nullable;

/** The bookmarks of a PDF: which heading path a page stands under. */
final class PdfOutline {
    private static final int MAX_ITEMS = 10_000;
    private static final int MAX_DEPTH = 8;

    private final TreeMap<Integer, String> firstOnPage = new TreeMap<>();
    private final TreeMap<Integer, String> lastOnPage = new TreeMap<>();
    private int items;

    private PdfOutline() {}

    /** A damaged outline costs the sections, not the document. */
    static PdfOutline read(PDDocument document) {
        PdfOutline outline = new PdfOutline();
        try {
            var root = document.getDocumentCatalog().getDocumentOutline();
            if (root != null) {
                outline.add(document, numbers(document), root.getFirstChild(), "", 1);
            }
        } catch (IOException | RuntimeException e) {
            outline.firstOnPage.clear();
            outline.lastOnPage.clear();
        }
        return outline;
    }

    /** Page objects to numbers in one walk: asking PDFBox for each bookmark would walk the pages each time. */
    private static IdentityHashMap<COSDictionary, Integer> numbers(PDDocument document) {
        IdentityHashMap<COSDictionary, Integer> numbers = new IdentityHashMap<>();
        int number = 0;
        for (PDPage page : document.getPages()) {
            numbers.putIfAbsent(page.getCOSObject(), ++number);
        }
        return numbers;
    }

    private void add(
            PDDocument document,
            IdentityHashMap<COSDictionary, Integer> numbers,
            @Nullable PDOutlineItem first,
            String parent,
            int depth)
            throws IOException {
        for (PDOutlineItem item = first; item != null && items < MAX_ITEMS; item = item.getNextSibling()) {
            items++;
            String title = CleanText.label(item.getTitle());
            String path =
                    title == null ? parent : parent.isEmpty() ? title : parent + SectionWriter.PATH_SEPARATOR + title;
            PDPage page = item.findDestinationPage(document);
            Integer number = page == null ? null : numbers.get(page.getCOSObject());
            if (number != null && !path.isEmpty()) {
                firstOnPage.putIfAbsent(number, path);
                lastOnPage.put(number, path);
            }
            if (depth < MAX_DEPTH) {
                add(document, numbers, item.getFirstChild(), path, depth + 1);
            }
        }
    }

    /** The first heading on the page, or else the one that goes on from before. */
    @Nullable
    String section(int page) {
        String here = firstOnPage.get(page);
        if (here != null) {
            return here;
        }
        var before = lastOnPage.lowerEntry(page);
        return before == null ? null : before.getValue();
    }
}
