package ai.chatforge.chat;

import ai.chatforge.platform.security.Access;
import ai.chatforge.vector.api.KnowledgeIndex;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What bots that have no settings of their own are searched with. Bots themselves cannot tell: others know it. */
@Tag(name = "chat")
@RestController
@Access(Access.Rule.BOT)
class RetrievalController {
    private final KnowledgeIndex index;
    private final ChatSettings settings;

    RetrievalController(KnowledgeIndex index, ChatSettings settings) {
        this.index = index;
        this.settings = settings;
    }

    @Schema(name = "RetrievalStandard")
    record Standard(
            @Schema(example = "0.6") double meaning,
            double diversity,
            double minScore,
            boolean rerank,

            @Schema(description = "Whether there is a reranker; without one rerank means nothing")
            boolean reranker,

            boolean neighbours,
            @Schema(example = "8") int passages,
            boolean rewriting) {}

    @Operation(
            operationId = "getRetrievalStandard",
            summary = "How sources are searched where a bot has no settings of its own",
            description = "The operator's settings. Those of a bot are its field retrieval.")
    @GetMapping("/api/chat/retrieval")
    Standard standard() {
        KnowledgeIndex.Standard search = index.standard();
        return new Standard(
                search.meaning(),
                search.diversity(),
                search.minScore(),
                search.rerank(),
                search.reranker(),
                search.neighbours(),
                settings.passages(),
                settings.rewriting().enabled());
    }
}
