package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans and photographs go through a program of recognition, where there is one. The real one is asked end to end. */
class PicturesTest {
    @TempDir
    private Path folder;

    private Collected read(Tesseract ocr, Path file) throws Exception {
        try (ForkedTextExtractor extractor = new ForkedTextExtractor(ExtractionLimits.standard(), folder, ocr)) {
            return Collected.from(extractor, file);
        }
    }

    @Test
    void pagesThatArePicturesAreRecognisedOneByOne() throws Exception {
        Tesseract ocr = FakeTesseract.saying("Recognised on the page", folder);
        Collected scan = read(ocr, new HostileFiles(folder).picturesOnlyPdf());
        assertThat(scan.segments).extracting(Segment::page).containsExactly(1, 2, 3);
        assertThat(scan.segments).allMatch(segment -> segment.text().equals("Recognised on the page"));
        Path picture = Files.write(folder.resolve("a.png"), HostilePictures.picture("png"));
        assertThat(read(ocr, picture).text()).isEqualTo("Recognised on the page");
    }

    @Test
    void whatCannotBeRecognisedIsSaidSo() throws Exception {
        Path picture = Files.write(folder.resolve("a.jpg"), HostilePictures.picture("jpg"));
        ExtractionResult.Failed nothing =
                read(FakeTesseract.saying("", folder), picture).failed();
        assertThat(nothing.code()).isEqualTo(FailureCode.NO_TEXT);
        assertThat(nothing.message()).contains("sharper");
        try (ForkedTextExtractor without = new ForkedTextExtractor(ExtractionLimits.standard(), folder)) {
            assertThat(Collected.from(without, picture).failed().message()).contains("OCR", "Tesseract");
        }
    }
}
