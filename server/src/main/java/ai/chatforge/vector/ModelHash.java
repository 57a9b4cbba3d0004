package ai.chatforge.vector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A model's part of a name in an outside store, where any name of a model fits. */
final class ModelHash {
    private static final int LENGTH = 16;

    private ModelHash() {}

    /** Of the names, those of models that are not to be kept; what else the store holds is not ours. */
    static List<String> surplus(
            Collection<String> names, String prefix, List<EmbeddingModel> kept, Function<EmbeddingModel, String> name) {
        Set<String> wanted = kept.stream().map(name).collect(Collectors.toSet());
        return names.stream()
                .filter(one -> one.startsWith(prefix)
                        && one.substring(prefix.length()).matches("[0-9a-f]{" + LENGTH + "}")
                        && !wanted.contains(one))
                .toList();
    }

    static String of(EmbeddingModel model) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(model.id().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, LENGTH / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
