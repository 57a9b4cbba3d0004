package ai.chatforge.e2e;

import java.nio.file.Path;
import java.util.List;

/** Documents that other people wrote; the README beside them says who. */
final class Documents {
    private static final Path FOLDER = Path.of("src/test/resources/documents");

    static final Path BZIP2 = FOLDER.resolve("bzip2-manual.pdf");
    static final Path MPICH = FOLDER.resolve("mpich-user-guide.pdf");
    static final Path SIMH = FOLDER.resolve("simh-pdp11.pdf");
    static final Path LAW = FOLDER.resolve("cfr-title21-part1308.pdf");
    static final Path WRITER2LATEX = FOLDER.resolve("writer2latex-manual.docx");
    static final Path DEBIAN_LIVE = FOLDER.resolve("debian-live-manual.docx");
    static final Path WORD_FEATURES = FOLDER.resolve("tika-word-features.docx");

    static final List<Path> ALL = List.of(BZIP2, MPICH, SIMH, LAW, WRITER2LATEX, DEBIAN_LIVE, WORD_FEATURES);

    private Documents() {}
}
