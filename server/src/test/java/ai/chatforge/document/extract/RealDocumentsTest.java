package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents that other people wrote; their README says who. */
class RealDocumentsTest {
    private static final Path DOCUMENTS = Path.of("../e2e/src/test/resources/documents");

    private static ForkedTextExtractor extractor;

    @BeforeAll
    static void start() throws IOException {
        extractor = new ForkedTextExtractor(ExtractionLimits.standard(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    @AfterAll
    static void stop() {
        extractor.close();
    }

    private static Collected read(String name) throws Exception {
        return Collected.from(extractor, DOCUMENTS.resolve(name));
    }

    @Test
    void sentencesOfAManualStandOnTheirPages() throws Exception {
        Collected manual = read("bzip2-manual.pdf");
        assertThat(manual.extracted().pages()).isEqualTo(38);
        assertThat(manual.segments.stream().map(Segment::page))
                .doesNotContainNull()
                .isSorted();
        Segment recovering =
                manual.with("The compressed representation of each block is delimited by a 48-bit pattern, "
                        + "which makes it possible to find the block boundaries with reasonable certainty.");
        assertThat(recovering.page()).isEqualTo(9);
        assertThat(recovering.text())
                .contains("| -1 | 1200k | 500k | 350k | 914704 |\n| -2 | 2000k | 900k | 600k | 877703 |");
        assertThat(manual.with("Conceptually, a compressed stream can be in one of four states")
                        .page())
                .isEqualTo(17);
    }

    @Test
    void dotsBetweenATitleAndItsPageAreFolded() throws Exception {
        assertThat(read("bzip2-manual.pdf").with("3.3. Low-level interface").text())
                .contains("3.3. Low-level interface ... 11\n")
                .doesNotContain(". . .");
    }

    @Test
    void rowsOfATableStayLines() throws Exception {
        Segment page = read("simh-pdp11.pdf").with("The CPU types and their capabilities");
        assertThat(page.page()).isEqualTo(6);
        assertThat(page.text())
                .contains("11/70 U 4M std std std no opt no\n11/73 Q 4M std no std no std opt\n")
                .contains("If a capability is standard, it cannot be disabled; if a capability is not included, "
                        + "it cannot be enabled.");
    }

    @Test
    void bookmarksBecomeSections() throws Exception {
        Collected guide = read("mpich-user-guide.pdf");
        assertThat(guide.extracted().pages()).isEqualTo(16);
        Segment gforker = guide.with("does not support the use of the dynamic process routines from programs that are "
                + "not started with mpiexec");
        assertThat(gforker.page()).isEqualTo(8);
        assertThat(gforker.section())
                .isEqualTo("Running Programs with mpiexec > Extensions for All Process Management Environments");
        assertThat(guide.segments.get(15).section()).isEqualTo("Frequently Asked Questions");
    }

    @Test
    void columnsAreReadOneAfterTheOther() throws Exception {
        Collected law = read("cfr-title21-part1308.pdf");
        assertThat(law.extracted().pages()).isEqualTo(19);
        Segment first = law.with("§ 1307.31 Native American Church.");
        assertThat(first.page()).isEqualTo(1);
        assertThat(first.text())
                .contains(
                        "The listing of peyote as a controlled substance in Schedule I does not apply to the nondrug use")
                .contains("bona fide religious ceremonies of the Native American Church")
                .contains("Special Agent in Charge summarizing the disposals made by the registrant");
        assertThat(law.with("The Administrator need not accept an application for filing if any of the requirements")
                        .page())
                .isEqualTo(9);
    }

    @Test
    void headingsOfAWordDocumentBecomeThePath() throws Exception {
        Collected manual = read("writer2latex-manual.docx");
        assertThat(manual.extracted().author()).isEqualTo("Henrik Just");
        assertThat(manual.segments).allMatch(segment -> segment.page() == null);
        Segment windows = manual.segments.stream()
                .filter(segment -> String.valueOf(segment.section()).endsWith("Installation for Microsoft Windows"))
                .findFirst()
                .orElseThrow();
        assertThat(windows.section())
                .isEqualTo("Using the command line utility > How to install Writer2LaTeX for command line usage > "
                        + "Installation for Microsoft Windows");
        Segment xhtml = manual.with("| XHTML 1.1 | .xhtml | application/xhtml+xml |\n");
        assertThat(xhtml.section()).isEqualTo("Using the export filters > Using Writer2xhtml");
        assertThat(xhtml.text()).startsWith("Using Writer2xhtml\n\nTo export a Writer document to XHTML, choose one");
        assertThat(xhtml.text()).contains("\n\n- XHTML 1.0 strict will create an XHTML file");
    }

    @Test
    void aLongManualHasASegmentForEachSection() throws Exception {
        Collected manual = read("debian-live-manual.docx");
        assertThat(manual.extracted().segments()).isEqualTo(155);
        Segment usb = manual.with("Copying an ISO hybrid image to a USB stick");
        assertThat(List.of(String.valueOf(usb.section()).split(" > ", -1)))
                .hasSize(4)
                .first()
                .isEqualTo("The basics 「158」");
        assertThat(manual.segments).extracting(Segment::ordinal).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatWordHidesInBoxesAndControlsIsText() throws Exception {
        Collected features = read("tika-word-features.docx");
        assertThat(features.extracted().title()).isEqualTo("My Document Title");
        assertThat(features.text())
                .contains("| R1c1 | R1c2 | R1c3 |\n")
                .contains("This is text within a shape", "Rich text content control", "- this is a basic list 1.")
                .doesNotContain("HYPERLINK", ", ,");
    }
}
