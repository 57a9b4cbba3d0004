package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.jspecify.annotations.Nullable;

/**
 * Makes a PDF like a long manual: chapters with bookmarks, about 3,000 characters of varied sentences a page. The same
 * seed gives the same text. Every page says where it is in a sentence that occurs nowhere else.
 */
public final class PdfBook {
    private static final int PAGES_PER_CHAPTER = 25;
    private static final int CHARACTERS_PER_PAGE = 3_000;
    private static final float SIZE = 10;
    private static final float LEADING = 13;
    private static final float MARGIN = 56;

    private final Random random;
    private final PDFont body = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);
    private final PDFont bold = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);
    private final BookSentences sentences;

    private final int charactersPerPage;

    private PdfBook(long seed, int charactersPerPage) {
        this.charactersPerPage = charactersPerPage;
        random = new Random(seed);
        sentences = new BookSentences(random);
    }

    /** {@code PdfBook <pages> <seed> <file>} */
    public static void main(String[] args) throws IOException {
        write(Integer.parseInt(args[0]), Long.parseLong(args[1]), CHARACTERS_PER_PAGE, Path.of(args[2]));
    }

    public static void write(int pages, long seed, int charactersPerPage, Path out) throws IOException {
        new PdfBook(seed, charactersPerPage).write(pages, out);
    }

    /** The sentence that only this page has. */
    public static String marker(int page) {
        return "This is checkpoint " + page + " of the inspection log.";
    }

    private void write(int pages, Path out) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.getDocumentInformation().setTitle("Operating handbook");
            document.getDocumentInformation().setAuthor("PdfBook");
            PDDocumentOutline outline = new PDDocumentOutline();
            document.getDocumentCatalog().setDocumentOutline(outline);
            for (int number = 1; number <= pages; number++) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                @Nullable String heading = null;
                if (number % PAGES_PER_CHAPTER == 1) {
                    heading = "Chapter " + (number / PAGES_PER_CHAPTER + 1) + ": " + sentences.topic();
                    PDOutlineItem item = new PDOutlineItem();
                    item.setTitle(heading);
                    item.setDestination(page);
                    outline.addLast(item);
                }
                fill(document, page, number, heading);
            }
            document.save(out.toFile());
        }
    }

    private void fill(PDDocument document, PDPage page, int number, @Nullable String heading) throws IOException {
        float width = page.getMediaBox().getWidth() - 2 * MARGIN;
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.beginText();
            content.newLineAtOffset(MARGIN, page.getMediaBox().getHeight() - MARGIN);
            content.setLeading(LEADING);
            if (heading != null) {
                content.setFont(bold, 16);
                content.showText(heading);
                content.newLine();
                content.newLine();
            }
            content.setFont(body, SIZE);
            int written = 0;
            boolean marked = false;
            while (written < charactersPerPage) {
                String paragraph = sentences.paragraph(3 + random.nextInt(4));
                if (!marked) {
                    paragraph = paragraph + " " + marker(number);
                    marked = true;
                }
                for (String line : wrap(paragraph, width)) {
                    content.showText(line);
                    content.newLine();
                }
                content.newLine();
                written += paragraph.length();
            }
            content.endText();
        }
    }

    private List<String> wrap(String paragraph, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.split(" ", -1)) {
            if (!line.isEmpty() && body.getStringWidth(line + " " + word) / 1_000 * SIZE > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
