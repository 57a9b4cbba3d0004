package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are broken or made to do harm: each costs one answer with a reason, through a real worker. */
class HostileFilesTest {
    private static ForkedTextExtractor extractor;

    @TempDir
    private Path folder;

    private HostileFiles files;

    @BeforeAll
    static void start() throws IOException {
        extractor = new ForkedTextExtractor(ExtractionLimits.standard(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    @AfterAll
    static void stop() {
        extractor.close();
    }

    @BeforeEach
    void files() {
        files = new HostileFiles(folder);
    }

    private Collected read(Path file) throws Exception {
        return Collected.from(extractor, file);
    }

    private void fails(Path file, FailureCode code, String words) throws Exception {
        ExtractionResult.Failed failed = read(file).failed();
        assertThat(failed.code()).as(failed.message()).isEqualTo(code);
        assertThat(failed.message()).containsIgnoringCase(words).doesNotContain("Exception");
    }

    @Test
    void anEncryptedPdfAsksForACopyWithoutPassword() throws Exception {
        fails(files.encryptedPdf(), FailureCode.FILE_ENCRYPTED, "without the password");
    }

    @Test
    void aPdfWithoutPagesIsEmpty() throws Exception {
        fails(files.emptyPdf(), FailureCode.FILE_EMPTY, "no pages");
    }

    @Test
    void aBlankPdfHasNoText() throws Exception {
        fails(files.blankPdf(), FailureCode.NO_TEXT, "no text");
    }

    @Test
    void aScannedPdfSaysThatThereIsNoTextRecognition() throws Exception {
        fails(files.picturesOnlyPdf(), FailureCode.NO_TEXT, "OCR");
    }

    @Test
    void noiseBehindAPdfHeaderIsDamaged() throws Exception {
        fails(files.garbagePdf(), FailureCode.FILE_UNREADABLE, "damaged");
    }

    @Test
    void aTruncatedPdfGivesThePagesItHasOrSaysThatItIsDamaged() throws Exception {
        Collected read = read(files.truncatedPdf());
        if (read.segments.isEmpty()) {
            assertThat(read.failed().message()).containsIgnoringCase("damaged");
        } else {
            assertThat(read.text()).contains(PdfBook.marker(1));
        }
    }

    @Test
    void tenThousandPagesAreRead() throws Exception {
        Collected read = read(files.longPdf(10_000));
        assertThat(read.extracted().pages()).isEqualTo(10_000);
        assertThat(read.progress).startsWith("0/10000", "1/10000").contains("10000/10000");
        assertThat(read.with(PdfBook.marker(9_876)).page()).isEqualTo(9_876);
    }

    @Test
    void aDocumentTypeInADocxFetchesNothing() throws Exception {
        Path secret = files.text("secret", "the secret of the server");
        VisitCounter server = new VisitCounter();
        try (server) {
            Collected read = read(files.xxeDocx(server.address(), secret));
            assertThat(read.failed().code()).isEqualTo(FailureCode.FILE_UNREADABLE);
            assertThat(read.text()).doesNotContain("secret");
        }
        assertThat(server.visits()).isZero();
    }

    @Test
    void entitiesThatUnfoldAreRefused() throws Exception {
        fails(files.billionLaughsDocx(), FailureCode.FILE_UNREADABLE, "damaged");
    }

    @Test
    void aDocxThatUnpacksToGigabytesIsStopped() throws Exception {
        fails(files.bombDocx(100), FailureCode.FILE_TOO_LARGE, "unpacks");
    }

    @Test
    void zipsInsideZipsAreNotOpened() throws Exception {
        fails(files.nestedZip(), FailureCode.UNSUPPORTED_FILE_TYPE, "ZIP archive");
    }

    @Test
    void aTruncatedDocxIsDamaged() throws Exception {
        fails(files.truncatedDocx(), FailureCode.FILE_UNREADABLE, "damaged");
    }

    @Test
    void aMillionParagraphsAreRead() throws Exception {
        Collected read = read(files.longDocx(1_000_000));
        assertThat(read.extracted().segments()).isGreaterThan(3_000);
        assertThat(read.segments).allMatch(segment -> segment.text().length() <= SectionWriter.SEGMENT_LENGTH);
        assertThat(read.segments.getLast().text()).endsWith("Paragraph number 999999 of many.");
    }

    @Test
    void deepNestingIsFlattened() throws Exception {
        assertThat(read(files.deepHtml(100_000)).text()).isEqualTo("at the bottom");
    }

    @Test
    void aLineOfFiftyMegabytesBecomesBoundedSegments() throws Exception {
        Collected read = read(files.longLine(50));
        assertThat(read.segments).allMatch(segment -> segment.text().length() <= SectionWriter.SEGMENT_LENGTH);
        assertThat(read.text().replaceAll("\\s+", " ").length())
                .isGreaterThanOrEqualTo((50 << 20) - 1)
                .isLessThan(53 << 20);
        assertThat(read.segments)
                .allMatch(segment ->
                        segment.text().startsWith("all") || segment.text().matches("(?s)(on|one|line)\\b.*"));
    }

    @Test
    void aWordOfManyMegabytesBecomesBoundedSegments() throws Exception {
        Collected read = read(files.longWord(20));
        assertThat(read.extracted().characters()).isEqualTo(20L << 20);
        assertThat(read.segments).allMatch(segment -> segment.text().length() <= SectionWriter.SEGMENT_LENGTH);
    }

    @Test
    void brokenUtf8KeepsWhatIsWhole() throws Exception {
        assertThat(read(files.brokenUtf8()).text()).contains("Größe und Länge der Straße 199.");
    }

    @Test
    void utf16IsReadWithAndWithoutMark() throws Exception {
        String text = "Temperatur: 20 °C, größer als gestern.";
        assertThat(read(files.text("marked.txt", text, StandardCharsets.UTF_16)).text())
                .isEqualTo(text);
        assertThat(read(files.text("little.txt", text, StandardCharsets.UTF_16LE))
                        .text())
                .isEqualTo(text);
        assertThat(read(files.text("big.txt", text, StandardCharsets.UTF_16BE)).text())
                .isEqualTo(text);
    }

    @Test
    void oldEncodingsAreGuessed() throws Exception {
        String text = "Die Größe der Straße übertrifft die Länge der Brücke. Äpfel und Öl für später.\n".repeat(20);
        assertThat(read(files.text("latin.txt", text, StandardCharsets.ISO_8859_1))
                        .text())
                .contains("Größe der Straße");
    }

    @Test
    void binaryDataIsNoText() throws Exception {
        fails(files.binaryText(), FailureCode.UNSUPPORTED_FILE_TYPE, "binary");
        fails(files.textThenBinary(), FailureCode.FILE_UNREADABLE, "not text");
    }

    @Test
    void nothingAndWhiteSpaceAreSaidSo() throws Exception {
        fails(Files.createFile(folder.resolve("empty.pdf")), FailureCode.FILE_EMPTY, "empty");
        fails(files.text("blank.txt", " \n\t\r\n \u00a0 \n"), FailureCode.NO_TEXT, "no text");
    }
}
