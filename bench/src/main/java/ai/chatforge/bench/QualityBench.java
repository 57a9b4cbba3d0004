package ai.chatforge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** P6: how well passages are found, in public test sets. */
final class QualityBench implements Measurement {
    private final List<String> folders;

    /** @param arguments of the command, whose first one is its own name */
    QualityBench(String... arguments) {
        this.folders = List.of(arguments).subList(1, arguments.length);
    }

    @Override
    public String title() {
        return "retrieval quality";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.add(shop.folder().resolve("retrieval").toString());
        arguments.add(System.getProperty("bench.meaning", "0.6"));
        arguments.add(System.getProperty("bench.overlap", ""));
        arguments.addAll(folders.isEmpty() ? datasets(shop.root().resolve("bench/datasets")) : folders);
        shop.serverTests("ai.chatforge.vector.RetrievalQuality", arguments.toArray(new String[0]));
    }

    private static List<String> datasets(Path place) throws IOException {
        List<String> sets = new ArrayList<>();
        if (Files.isDirectory(place)) {
            try (Stream<Path> folders = Files.list(place)) {
                folders.filter(Files::isDirectory).sorted().map(Path::toString).forEach(sets::add);
            }
        }
        if (sets.isEmpty()) {
            throw new IOException("There is no test set in " + place + ": see bench/README.md for where to have some");
        }
        return sets;
    }
}
