package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands where on the paper decides how it is read. */
class PdfStructureTest {
    private static ForkedTextExtractor extractor;

    @TempDir
    private Path folder;

    private final PDFont font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);

    @BeforeAll
    static void start() throws IOException {
        extractor = new ForkedTextExtractor(ExtractionLimits.standard(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    @AfterAll
    static void stop() {
        extractor.close();
    }

    @FunctionalInterface
    private interface Drawing {
        void draw(PDPageContentStream content, int page) throws IOException;
    }

    private Collected read(int pages, Drawing drawing) throws Exception {
        Path file = folder.resolve("made.pdf");
        try (PDDocument document = new PDDocument()) {
            for (int i = 1; i <= pages; i++) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    drawing.draw(content, i);
                }
            }
            document.save(file.toFile());
        }
        return Collected.from(extractor, file);
    }

    private void write(PDPageContentStream content, float x, float y, String text) throws IOException {
        content.beginText();
        content.setFont(font, 9);
        content.newLineAtOffset(x, y);
        content.showText(text);
        content.endText();
    }

    @Test
    void runningTitlesAndPageNumbersAreLeftOut() throws Exception {
        List<String> animals = List.of("cats", "dogs", "mice", "owls", "bees", "ants");
        Collected book = read(6, (content, page) -> {
            write(content, 60, 760, page % 2 == 0 ? "The Handbook of Animals" : "Part One: House and Garden");
            write(content, 60, 600, "This page tells of " + animals.get(page - 1) + " and of nothing else at all.");
            write(content, 60, 585, "In the year " + (1990 + page) + " there were many.");
            write(content, 300, 30, "Page " + (page + 10) + " of 99");
        });
        assertThat(book.segments).hasSize(6);
        assertThat(book.segments.get(2).page()).isEqualTo(3);
        assertThat(book.segments.get(2).text())
                .isEqualTo("This page tells of mice and of nothing else at all. In the year 1993 there were many.");
        assertThat(book.text()).doesNotContain("Handbook", "Part One", "of 99");
    }

    @Test
    void whatStandsOnFewPagesStays() throws Exception {
        Collected leaflet = read(2, (content, page) -> {
            write(content, 60, 760, "The Handbook of Animals");
            write(content, 60, 600, "Words of page " + page + ".");
        });
        assertThat(leaflet.segments).allMatch(segment -> segment.text().startsWith("The Handbook of Animals"));
    }

    @Test
    void piecesBelowEachOtherAreATable() throws Exception {
        String[][] rows = {
            {"Article", "Stock", "Price"},
            {"Wood screw", "120", "0.15"},
            {"Nail", "", "0.02"},
            {"Washer", "7", "1.10"}
        };
        Collected page = read(1, (content, number) -> {
            write(content, 60, 700, "The prices below hold until the end of the year and for orders by letter only.");
            for (int row = 0; row < rows.length; row++) {
                for (int column = 0; column < 3; column++) {
                    if (!rows[row][column].isEmpty()) {
                        write(content, 60 + 150 * column, 670 - 18 * row, rows[row][column]);
                    }
                }
            }
            write(content, 60, 560, "All of them are without tax.");
        });
        assertThat(page.text()).isEqualTo("""
                        The prices below hold until the end of the year and for orders by letter only.

                        | Article | Stock | Price |
                        | Wood screw | 120 | 0.15 |
                        | Nail | | 0.02 |
                        | Washer | 7 | 1.10 |

                        All of them are without tax.\
                        """);
    }

    @Test
    void columnsThatWereWrittenLineByLineAreReadOneByOne() throws Exception {
        Collected page = read(1, (content, number) -> {
            write(
                    content,
                    60,
                    740,
                    "A title that goes over the whole of the page and thus over both columns of the text");
            for (int i = 0; i < 20; i++) {
                write(content, 60, 700 - 12 * i, "left line number " + word(i) + " goes on with the next left");
                write(content, 320, 700 - 12 * i, "right line number " + word(i) + " goes on with next right");
            }
        });
        assertThat(page.text())
                .containsSubsequence("A title", "left line number a ", "left line number b ", "left line number t ")
                .contains("number a goes on with the next left left line number b")
                .contains("number s goes on with next right right line number t");
        assertThat(page.text().indexOf("left line number t"))
                .isLessThan(page.text().indexOf("right line number a"));
    }

    private static String word(int i) {
        return String.valueOf((char) ('a' + i));
    }

    @Test
    void hyphensOfWordsStayAndThoseOfLinesGo() {
        PdfCompounds compounds = new PdfCompounds();
        compounds.read("a user-defined name");
        assertThat(PdfText.clean(
                        "It is a user-\ndefined type in the docu-\nmentation of the self-\ncontained unit", compounds))
                .contains("user-defined", "documentation", "self-contained");
    }
}
