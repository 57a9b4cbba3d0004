package ai.chatforge.vector;

import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.vector.VectorSettings.RerankerSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;

/** Where the operator keeps a cross-encoder: a model with its vocabulary beside it, as such models are published. */
final class RerankerFiles {
    private static final String KEY = "chatforge.vector.reranker.local-model: ";

    private RerankerFiles() {}

    static OnnxReranker load(String place, RerankerSettings settings) {
        try {
            Path model = model(Path.of(place));
            int cores = settings.cores() > 0
                    ? settings.cores()
                    : Runtime.getRuntime().availableProcessors();
            return new OnnxReranker(model, vocabulary(model), cores, settings.patience());
        } catch (InvalidPathException e) {
            throw new StartupFailure(KEY + "'" + place + "' is no path.");
        } catch (IOException e) {
            throw new StartupFailure(KEY + e.getMessage() + " cannot be read.");
        } catch (JacksonException e) {
            throw new StartupFailure(KEY + "the file tokenizer.json beside the model is no JSON.");
        } catch (IllegalArgumentException e) {
            throw new StartupFailure(KEY + e.getMessage() + ".");
        }
    }

    private static Path model(Path place) {
        Path model = Files.isDirectory(place) ? place.resolve("model.onnx") : place;
        if (!Files.isRegularFile(model)) {
            throw new StartupFailure(KEY + "there is no file " + model + ".");
        }
        return model.toAbsolutePath();
    }

    /** Beside the model, or above the folder {@code onnx} that many put it into. */
    private static WordPieces vocabulary(Path model) throws IOException {
        for (String name : List.of("tokenizer.json", "vocab.txt", "../tokenizer.json", "../vocab.txt")) {
            Path file = model.resolveSibling(name);
            if (Files.isRegularFile(file)) {
                return name.endsWith(".txt")
                        ? WordPieces.ofVocabulary(Files.readAllLines(file))
                        : WordPieces.read(new ByteArrayInputStream(Files.readAllBytes(file)));
            }
        }
        throw new StartupFailure(KEY + "there is neither tokenizer.json nor vocab.txt beside " + model + ".");
    }
}
