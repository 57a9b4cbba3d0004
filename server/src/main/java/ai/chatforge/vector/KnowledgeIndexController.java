package ai.chatforge.vector;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import ai.chatforge.vector.api.KnowledgeIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class KnowledgeIndexController implements KnowledgeIndex {
    private static final int MAX_LIMIT = 50;

    private final VectorService vectors;
    private final PassageSearch search;
    private final IndexKeeper index;

    KnowledgeIndexController(VectorService vectors, PassageSearch search, IndexKeeper index) {
        this.vectors = vectors;
        this.search = search;
        this.index = index;
    }

    @Override
    public Indexed index(IndexRequest request) {
        return Tenant.call(request.tenantId(), () -> new Indexed(vectors.index(request)));
    }

    @Override
    public Completed complete(Revision revision) {
        return Tenant.call(revision.tenantId(), () -> vectors.complete(revision));
    }

    @Override
    public Standard standard() {
        return search.standard();
    }

    @Override
    public Found search(SearchRequest request) {
        if (request.limit() < 1 || request.limit() > MAX_LIMIT) {
            throw ApiException.invalid("limit", "must be from 1 to " + MAX_LIMIT);
        }
        Retrieval retrieval = request.retrieval();
        if (retrieval != null) {
            checkShare("retrieval.meaning", retrieval.meaning());
            checkShare("retrieval.diversity", retrieval.diversity());
            checkShare("retrieval.minScore", retrieval.minScore());
        }
        return Tenant.call(request.tenantId(), () -> new Found(search.search(request)));
    }

    @Override
    public Model model() {
        EmbeddingModel model = index.embeddingModel();
        return new Model(model.id(), model.dimension(), model instanceof MiniLmEmbeddingModel);
    }

    @Override
    public Embedded embed(Texts texts) {
        if (texts.texts().isEmpty() || texts.texts().size() > Texts.MOST) {
            throw ApiException.invalid("texts", "must be from 1 to " + Texts.MOST);
        }
        EmbeddingModel model = index.embeddingModel();
        try {
            List<String> vectors = model.embedNow(texts.texts()).stream()
                    .map(KnowledgeIndexController::base64)
                    .toList();
            return new Embedded(model.id(), vectors);
        } catch (EmbeddingException e) {
            throw e.later();
        }
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static void checkShare(String field, @Nullable Double share) {
        // Not a number is not within either.
        if (share != null && !(share >= 0 && share <= 1)) {
            throw ApiException.invalid(field, "must be from 0 to 1");
        }
    }

    @Override
    public void deleteSource(SourceKey source) {
        Tenant.run(source.tenantId(), () -> vectors.deleteSource(source.botId(), source.sourceId()));
    }

    @Override
    public void deleteBot(BotKey bot) {
        Tenant.run(bot.tenantId(), () -> vectors.deleteBot(bot.botId()));
    }
}
