package ai.chatforge.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes down what the search index of a stopped server holds: a line with source, revision and passages each. */
final class IndexContents {
    private IndexContents() {}

    /** {@code IndexContents <folder of the index> <file>} */
    static void main(String[] args) throws IOException {
        try (LucenePassageIndex index = LucenePassageIndex.open(Path.of(args[0]), () -> {
            throw new IllegalStateException("The index is damaged");
        })) {
            Files.write(
                    Path.of(args[1]),
                    index.contents().entrySet().stream()
                            .map(entry -> entry.getKey().sourceId() + " "
                                    + entry.getKey().revision() + " " + entry.getValue())
                            .sorted()
                            .toList());
        }
    }
}
