package ai.chatforge.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lucene indexes in the data folder: that of the built-in model in {@code index}, others beside it. */
final class LuceneStore implements PassageStore {
    private static final Logger LOG = LoggerFactory.getLogger(LuceneStore.class);

    private final Path folder;
    private final String builtIn;

    LuceneStore(Path folder, EmbeddingModel builtIn) {
        this.folder = folder;
        this.builtIn = builtIn.id();
    }

    @Override
    public PassageIndex open(EmbeddingModel model) throws IOException {
        return LucenePassageIndex.open(
                of(model), () -> LOG.warn("The search index is damaged; it is made again from the database"));
    }

    @Override
    public void clear(EmbeddingModel model) throws IOException {
        LucenePassageIndex.clear(of(model));
        Files.deleteIfExists(of(model));
    }

    @Override
    public void keepOnly(List<EmbeddingModel> models) throws IOException {
        Set<Path> kept = models.stream().map(this::of).collect(Collectors.toSet());
        String name = folder.getFileName().toString();
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> beside = Files.list(parent)) {
            for (Path other : beside.toList()) {
                String itsName = other.getFileName().toString();
                boolean index = itsName.equals(name) || itsName.startsWith(name + "-");
                if (index && Files.isDirectory(other) && !kept.contains(folder.resolveSibling(itsName))) {
                    LOG.info("The search index {} is of no more use and taken away", itsName);
                    LucenePassageIndex.clear(other);
                    Files.delete(other);
                }
            }
        }
    }

    private Path of(EmbeddingModel model) {
        return model.id().equals(builtIn)
                ? folder
                : folder.resolveSibling(folder.getFileName() + "-"
                        + model.id().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-"));
    }
}
