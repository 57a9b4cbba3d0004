package ai.chatforge.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Embeds texts once: the same texts with the same model are read back at the next run. */
record VectorsOnDisk(Path folder, EmbeddingModel model) {

    List<float[]> of(List<String> texts) throws IOException {
        Path file = folder.resolve("vectors-" + key(texts));
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Files.write(file, bytes(model.embedPassages(texts)));
        }
        return vectors(ByteBuffer.wrap(Files.readAllBytes(file)), texts.size());
    }

    private String key(List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(model.id().getBytes(StandardCharsets.UTF_8));
            texts.forEach(text -> digest.update((text + "\0").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes(List<float[]> vectors) {
        ByteBuffer bytes = ByteBuffer.allocate(vectors.size() * model.dimension() * Float.BYTES);
        vectors.forEach(vector -> {
            for (float x : vector) {
                bytes.putFloat(x);
            }
        });
        return bytes.array();
    }

    private List<float[]> vectors(ByteBuffer bytes, int count) {
        List<float[]> vectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] vector = new float[model.dimension()];
            bytes.asFloatBuffer().get(i * vector.length, vector);
            vectors.add(vector);
        }
        return vectors;
    }
}
