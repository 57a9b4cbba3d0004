package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes many small PDFs. */
final class PdfShelf {
    private static final int MOST_PAGES = 4;
    private static final int CHARACTERS_PER_PAGE = 1_000;

    private PdfShelf() {}

    /** {@code PdfShelf <count> <seed> <folder>}: {@code 0.pdf}, {@code 1.pdf} and so on. */
    static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[2]));
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            long seed = Long.parseLong(args[1]) + i;
            PdfBook.write(1 + i % MOST_PAGES, seed, CHARACTERS_PER_PAGE, folder.resolve(i + ".pdf"));
        }
    }
}
