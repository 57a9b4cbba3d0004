package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is what its content says. */
class TypeDetectorTest {
    @TempDir
    private Path folder;

    private HostileFiles files;

    @BeforeEach
    void files() {
        files = new HostileFiles(folder);
    }

    private void isA(DetectedType type, Path file, String name) throws IOException {
        assertThat(new TypeDetector().detect(file, name)).isEqualTo(new Detection.Accepted(type));
    }

    private void isRefused(Path file, String name, String... words) throws IOException {
        assertThat(new TypeDetector().detect(file, name)).isInstanceOfSatisfying(Detection.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(FailureCode.UNSUPPORTED_FILE_TYPE);
            assertThat(refused.message()).contains(words).contains(DetectedType.ACCEPTED);
        });
    }

    @Test
    void allAcceptedKindsAreFound() throws IOException {
        isA(DetectedType.PDF, files.blankPdf(), "a.pdf");
        isA(DetectedType.DOCX, files.longDocx(3), "a.docx");
        isA(DetectedType.TXT, files.text("a", "plain words"), "a.txt");
        isA(DetectedType.MD, files.text("b", "# Head\n\nwords"), "README.md");
        isA(DetectedType.HTML, files.text("c", "<!DOCTYPE html><p>words"), "a.HTM");
        isA(DetectedType.HTML, files.text("d", "<p>a piece of a page</p>"), "piece.html");
    }

    @Test
    void withoutATellingNameTheContentDecides() throws IOException {
        isA(DetectedType.PDF, files.blankPdf(), "manual");
        isA(DetectedType.DOCX, files.longDocx(3), "letter.2024");
        isA(DetectedType.HTML, files.text("c", "<html><p>words</p></html>"), "page");
        isA(DetectedType.CSV, files.text("a", "a,b\n1,2\n"), "table.csv");
    }

    @Test
    void markdownMayBeginWithHtml() throws IOException {
        isA(DetectedType.MD, files.text("a", "<h1 align=center>Project</h1>\n\nwords"), "README.md");
    }

    @Test
    void aWrongExtensionIsNamed() throws IOException {
        isRefused(files.blankPdf(), "letter.docx", "says DOCX", "content is PDF", ".pdf");
        isRefused(files.longDocx(3), "letter.pdf", "says PDF", "content is DOCX");
        isRefused(files.blankPdf(), "notes.txt", "says TXT", "content is PDF");
        isRefused(files.text("a", "just words"), "a.pdf", "says PDF", "content is TXT");
        isRefused(files.text("b", "<!doctype html><title>x</title>"), "a.txt", "content is HTML");
    }

    @Test
    void otherKindsAreNamed() throws IOException {
        isRefused(files.text("a", "{\\rtf1\\ansi words}"), "a.rtf", "RTF");
        isRefused(files.text("b", "<?xml version=\"1.0\"?><a/>"), "b.xml", "XML");
        isRefused(files.nestedZip(), "c.zip", "ZIP archive");
        isRefused(bytes("d", "7f454c4602010100000000000000000002003e0001000000"), "notes.txt", "a program");
        isRefused(bytes("e", "89504e470d0a1a0a0000000d49484452"), "a.txt", "content is PNG");
        isRefused(bytes("g", "4749463839610a010a01f70000"), "a.txt", "image/gif");
        isRefused(bytes("f", "d0cf11e0a1b11ae1" + "00".repeat(600)), "old.doc", "old Office");
    }

    @Test
    void aPasswordProtectedDocxIsNamed() throws IOException {
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        Path file = bytes(
                "a", "d0cf11e0a1b11ae1" + "00".repeat(600) + HexFormat.of().formatHex(name));
        assertThat(new TypeDetector().detect(file, "a.docx"))
                .isInstanceOfSatisfying(Detection.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(FailureCode.FILE_ENCRYPTED));
    }

    private Path bytes(String name, String hex) throws IOException {
        return Files.write(folder.resolve(name), HexFormat.of().parseHex(hex));
    }
}
