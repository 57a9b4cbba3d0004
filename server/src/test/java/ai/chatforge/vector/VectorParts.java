package ai.chatforge.vector;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.vector.api.KnowledgeIndex;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The vector service without the rest of the server. */
record VectorParts(IndexKeeper keeper, KnowledgeIndex vectors) {

    /** @param settings keys behind {@code chatforge.vector.} and their values */
    static VectorSettings settings(String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put("chatforge.vector." + settings[i], settings[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(map))
                .bindOrCreate("chatforge.vector", VectorSettings.class);
    }

    static VectorParts of(
            Database db, Path data, EmbeddingModels models, VectorSettings settings, @Nullable Reranker reranker) {
        return of(db, data, models, settings, reranker, new LuceneStore(data.resolve("index"), models.builtIn()));
    }

    static VectorParts of(
            Database db,
            Path data,
            EmbeddingModels models,
            VectorSettings settings,
            @Nullable Reranker reranker,
            PassageStore store) {
        PassageRepository passages = new PassageRepository(db);
        PassageVectors vectors = new PassageVectors(db);
        IndexFiller filler = new IndexFiller(db, passages, vectors);
        ModelChange change = new ModelChange(store, filler, vectors, models);
        IndexKeeper keeper = new IndexKeeper(DataFolder.shared(data), store, filler, change, settings);
        PassageSearch search =
                new PassageSearch(new PassageLookup(db), keeper, settings, Optional.ofNullable(reranker));
        return new VectorParts(
                keeper,
                new KnowledgeIndexController(
                        new VectorService(db, passages, keeper, models, settings), search, keeper));
    }
}
