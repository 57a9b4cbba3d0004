package ai.chatforge.chat.openai;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.vector.api.KnowledgeIndex;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The models that a bot can be asked by, as OpenAI's API lists models. */
@Tag(name = "openai")
@RestController
@Access(Access.Rule.KEY)
class CatalogueController {
    private static final String OURS = "chatforge";

    private final Completions completions;
    private final KnowledgeIndex index;

    CatalogueController(Completions completions, KnowledgeIndex index) {
        this.completions = completions;
        this.index = index;
    }

    @Schema(name = "OpenAiModel")
    record Model(
            @Schema(example = "extractive") String id,
            @Schema(example = "model") String object,

            @Schema(description = "Always 0, as it is not known")
            long created,

            @JsonProperty("owned_by") String ownedBy) {
        static Model of(String id, String owner) {
            return new Model(id, "model", 0, owner);
        }
    }

    @Schema(name = "OpenAiModels")
    record Models(@Schema(example = "list") String object, List<Model> data) {}

    @Operation(
            operationId = "listOpenAiModels",
            summary = "The models that can be named",
            description = "Those that answer, the one for embeddings, and default: the bot's own.")
    @GetMapping("/v1/models")
    Models list(Caller.Key caller) {
        return new Models("list", all(completions.admit(caller)));
    }

    @Operation(operationId = "getOpenAiModel", summary = "One of the models")
    @GetMapping("/v1/models/{model}")
    Model get(@PathVariable String model, Caller.Key caller) {
        BotProfile bot = completions.admit(caller);
        String wanted = model.equals(bot.id().toString()) ? "default" : model;
        return all(bot).stream()
                .filter(one -> one.id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        ErrorCode.MODEL_NOT_FOUND,
                        "This model does not exist here. GET /v1/models lists those that do.",
                        List.of(new FieldError("model", "does not exist here")),
                        null,
                        null));
    }

    /** Names of models may have a slash, which clients send as it is. */
    @Hidden
    @GetMapping("/v1/models/{owner}/{*rest}")
    Model get(@PathVariable String owner, @PathVariable String rest, Caller.Key caller) {
        return get(owner + rest, caller);
    }

    private List<Model> all(BotProfile bot) {
        List<Model> all = new ArrayList<>();
        all.add(Model.of("default", OURS));
        completions.offers(bot).forEach(offer -> all.add(Model.of(offer.id(), offer.provider())));
        all.add(Model.of(index.model().id(), OURS));
        return all;
    }
}
