package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slides, sheets, books, letters and tables keep their order and their places. */
class OfficeReadersTest {
    private static ForkedTextExtractor extractor;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        extractor = new ForkedTextExtractor(ExtractionLimits.standard(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    @AfterAll
    static void stop() {
        extractor.close();
    }

    private Collected read(String name, Map<String, String> parts) throws Exception {
        return Collected.from(extractor, OfficeFiles.zip(folder.resolve(name), parts));
    }

    private Collected read(String name, String text) throws Exception {
        return Collected.from(extractor, Files.writeString(folder.resolve(name), text));
    }

    @Test
    void slidesComeInTheOrderOfShowingWithTitleTableAndNotes() throws Exception {
        Map<String, String> parts = OfficeFiles.presentation(List.of(
                OfficeFiles.slide(
                        "",
                        OfficeFiles.shape("", "Costs fall", "Margins rise"),
                        OfficeFiles.shape("title", "Third quarter"),
                        OfficeFiles.shape("sldNum", "1")),
                OfficeFiles.slide("show=\"0\"", OfficeFiles.shape("title", "Never shown")),
                OfficeFiles.slide(
                        "",
                        OfficeFiles.table(new String[] {"Region", "Sales"}, new String[] {"North", "12"}, new String[] {
                            "South", "7"
                        }))));
        parts.put(
                "ppt/slides/_rels/slide1.xml.rels",
                OfficeFiles.relations("notesSlide", "../notesSlides/notesSlide1.xml"));
        parts.put(
                "ppt/notesSlides/notesSlide1.xml",
                OfficeFiles.slide("", OfficeFiles.shape("body", "Say thanks"), OfficeFiles.shape("sldNum", "1")));
        Collected deck = read("deck.pptx", parts);
        assertThat(deck.segments).extracting(Segment::section).containsExactly("Slide 1: Third quarter", "Slide 3");
        assertThat(deck.segments.getFirst().text())
                .isEqualTo("Slide 1: Third quarter\n\nCosts fall\nMargins rise\n\nNotes:\n\nSay thanks");
        assertThat(deck.segments.getLast().text())
                .isEqualTo("Slide 3\n\n| Region | Sales |\n| North | 12 |\n| South | 7 |");
    }

    @Test
    void cellsLookAsTheyDoInTheProgram() throws Exception {
        Map<String, String> sheets = new LinkedHashMap<>();
        sheets.put(
                "Prices",
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
                        + "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" t=\"s\"><v>2</v></c>"
                        + "<c r=\"C3\" t=\"s\"><v>3</v></c><c r=\"D3\" t=\"s\"><v>4</v></c></row>"
                        + "<row r=\"4\"><c r=\"A4\" s=\"1\"><v>46112</v></c><c r=\"B4\" s=\"2\"><v>1234.5</v></c>"
                        + "<c r=\"D4\"><f>B4*2</f><v>2469</v></c></row>"
                        + "<row r=\"5\"><c r=\"A5\" s=\"3\"><v>46112.75</v></c><c r=\"B5\" s=\"4\"><v>0.175</v></c>"
                        + "<c r=\"C5\" t=\"b\"><v>1</v></c><c r=\"D5\" t=\"e\"><v>#DIV/0!</v></c></row>"
                        + "<row r=\"6\" hidden=\"1\"><c r=\"A6\"><v>666</v></c></row>");
        sheets.put("hidden sums", OfficeFiles.words(1, "not", "shown"));
        Collected book = read(
                "book.xlsx",
                OfficeFiles.workbook(
                        sheets,
                        "<si><t>Price list</t></si><si><t>Day</t></si><si><r><t>Pri</t></r><r><t>ce</t></r></si>"
                                + "<si><t>Open</t></si><si><t>Twice</t></si>",
                        "<numFmts><numFmt numFmtId=\"170\" formatCode=\"#,##0.00 &quot;EUR&quot;\"/></numFmts><cellXfs>"
                                + "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"22\"/>"
                                + "<xf numFmtId=\"10\"/></cellXfs>"));
        assertThat(book.segments).hasSize(1);
        assertThat(book.segments.getFirst().section()).isEqualTo("Sheet: Prices");
        assertThat(book.segments.getFirst().text())
                .isEqualTo("Sheet: Prices\n\nPrice list\n\n| Day | Price | Open | Twice |\n"
                        + "| 2026-03-31 | 1,234.50 EUR |  | 2469 |\n| 2026-03-31 18:00 | 17.50% | TRUE | #DIV/0! |");
    }

    @Test
    void aLongSheetNamesItsColumnsInEachSegment() throws Exception {
        StringBuilder rows = new StringBuilder(OfficeFiles.words(1, "Article", "Stock"));
        for (int i = 2; i < 2_000; i++) {
            rows.append("<row r=\"%d\"><c r=\"A%d\" t=\"str\"><v>Screw %d</v></c><c r=\"B%d\"><v>%d</v></c></row>"
                    .formatted(i, i, i, i, i * 7));
        }
        Collected book = read("stock.xlsx", OfficeFiles.workbook(Map.of("Stock", rows.toString()), "", ""));
        assertThat(book.segments).hasSizeGreaterThan(3).allSatisfy(segment -> {
            assertThat(segment.text()).containsOnlyOnce("| Article | Stock |\n| Screw ");
            assertThat(segment.text().length()).isLessThanOrEqualTo(SectionWriter.SEGMENT_LENGTH);
            assertThat(segment.section()).isEqualTo("Sheet: Stock");
        });
        assertThat(book.text()).contains("| Screw 1999 | 13993 |");
    }

    @Test
    void chaptersAreCalledAsTheContentsCallThem() throws Exception {
        Map<String, String> chapters = new LinkedHashMap<>();
        chapters.put("b.xhtml", "<h1>The Tide</h1><p>Water rises.</p><h2>At noon</h2><p>Water falls.</p>");
        chapters.put("a 2.xhtml", "<p>No heading of its own.</p>");
        Collected book = read(
                "sea.epub",
                OfficeFiles.book(
                        chapters,
                        "<ol><li><a href=\"b.xhtml\">The Tide</a></li><li><a href=\"a%202.xhtml\">Afterword</a></li></ol>"));
        assertThat(book.segments)
                .extracting(Segment::section)
                .containsExactly("The Tide", "The Tide > At noon", "Afterword");
        assertThat(book.segments.getLast().text()).isEqualTo("Afterword\n\nNo heading of its own.");
        assertThat(book.extracted().title()).isEqualTo("The Sea");
        assertThat(book.extracted().author()).isEqualTo("Ada Writer");
        assertThat(book.extracted().language()).isEqualTo("en-GB");
    }

    @Test
    void aLetterHasItsHeadersFirstAndItsAttachmentsLast() throws Exception {
        String mail = """
                From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.org>
                To: Support <help@example.org>
                Subject: =?UTF-8?B?UsO8Y2tnYWJl?=
                Date: Mon, 2 Mar 2026 10:00:00 +0100
                Message-ID: <1@example.org>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=out

                --out
                Content-Type: multipart/alternative; boundary=in

                --in
                Content-Type: text/plain; charset=utf-8

                The plain version
                --in
                Content-Type: text/html; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                <p>Ich m=F6chte das zur=FCckgeben.</p><table><tr><th>Nr</th><th>Teil</th></tr><tr><td>1</td><td>Rad</td></tr></table>
                --in--
                --out
                Content-Type: text/csv; name="../../etc/list.csv"
                Content-Disposition: attachment; filename="../../etc/list.csv"
                Content-Transfer-Encoding: base64

                YSxiCjEsMgo=
                --out
                Content-Type: application/zip
                Content-Disposition: attachment; filename="all.zip"

                PK
                --out
                Content-Type: message/rfc822

                From: first@example.org
                Subject: Before
                Date: Sun, 1 Mar 2026 10:00:00 +0100

                What was written before.
                --out--
                """.replace("\n", "\r\n");
        Collected letter = read("letter.eml", mail);
        assertThat(letter.segments.getFirst().section()).isEqualTo("Rückgabe");
        assertThat(letter.segments.getFirst().text())
                .isEqualTo("Rückgabe\n\nFrom: Jürgen <j@example.org>\nTo: Support <help@example.org>\n"
                        + "Date: Mon, 2 Mar 2026 10:00:00 +0100\nSubject: Rückgabe");
        assertThat(letter.segments.get(1).text())
                .isEqualTo("Ich möchte das zurückgeben.\n\n| Nr | Teil |\n| 1 | Rad |");
        assertThat(letter.with("What was written before.").section()).isEqualTo("Rückgabe > Forwarded: Before");
        assertThat(letter.text())
                .doesNotContain("The plain version")
                .contains("Attachments: ../../etc/list.csv, all.zip");
        assertThat(letter.with("| 1 | 2 |").section()).isEqualTo("Attachment: ../../etc/list.csv");
        assertThat(letter.extracted().title()).isEqualTo("Rückgabe");
    }

    @Test
    void whateverPartsTheValuesOfATableIsFound() throws Exception {
        assertThat(read("a.csv", "\uFEFF\"Name\";Ort\n\"Müller, \"\"Max\"\"\";\"Bad\nAibling\"\n;\n")
                        .text())
                .isEqualTo("| Name | Ort |\n| Müller, \"Max\" | Bad Aibling |");
        assertThat(read("b.tsv", "a\tb, c\n1\t2\n").text()).isEqualTo("| a | b, c |\n| 1 | 2 |");
    }

    @Test
    void theLanguageIsToldWhereTheDocumentDoesNot() throws Exception {
        assertThat(read(
                                "en.txt",
                                "It is said that the ship of the line was lost in the storm, and with it all of the men.")
                        .extracted()
                        .language())
                .isEqualTo("en");
        assertThat(read(
                                "de.txt",
                                "Die Maschine wird mit dem Schalter auf der Rückseite in Betrieb genommen und ist nach"
                                        + " einer Minute bereit.")
                        .extracted()
                        .language())
                .isEqualTo("de");
        assertThat(read("ru.txt", "Машина включается выключателем на задней стороне и готова к работе.")
                        .extracted()
                        .language())
                .isEqualTo("ru");
        assertThat(read("ja.txt", "機械の裏側にあるスイッチを入れると、一分後に使えるようになります。説明書をよく読んでください。必ず確認。")
                        .extracted()
                        .language())
                .isEqualTo("ja");
        assertThat(read("none.txt", "4711 0815 abc").extracted().language()).isNull();
    }
}
