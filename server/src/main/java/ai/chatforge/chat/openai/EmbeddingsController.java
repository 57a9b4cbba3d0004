package ai.chatforge.chat.openai;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.vector.api.KnowledgeIndex;
import ai.chatforge.vector.api.KnowledgeIndex.Embedded;
import ai.chatforge.vector.api.KnowledgeIndex.Texts;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Vectors by the model that passages are found by. */
@Tag(name = "openai")
@RestController
@Access(Access.Rule.KEY)
class EmbeddingsController {
    private static final int INPUTS = 2_048;

    private final Completions completions;
    private final KnowledgeIndex index;

    EmbeddingsController(Completions completions, KnowledgeIndex index) {
        this.completions = completions;
        this.index = index;
    }

    /** Unknown fields are passed over, see {@link CompletionRequest}. */
    @Schema(name = "EmbeddingRequest")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Request(
            @Schema(description = "The one of GET /v1/models that is for embeddings, or default", example = "default")
            @Nullable
            String model,

            @Schema(
                    description = "A text, or up to 2,048",
                    example = "The shop opens at ten.",
                    implementation = Object.class)
            @Nullable
            JsonNode input,

            @Schema(description = "float or base64") @JsonProperty("encoding_format") @Nullable
            String encodingFormat,

            @Schema(description = "Those of the model; it has no others") @Nullable
            Integer dimensions) {}

    @Schema(name = "Embeddings")
    record Embeddings(@Schema(example = "list") String object, List<Embedding> data, String model, Usage usage) {}

    /** @param embedding numbers, or base64 of them as floats of four bytes, the lowest byte first */
    @Schema(name = "Embedding")
    record Embedding(
            @Schema(example = "embedding") String object,
            int index,

            @Schema(description = "Numbers, or a text in base64", implementation = Object.class)
            Object embedding) {}

    @Schema(name = "EmbeddingUsage")
    record Usage(
            @JsonProperty("prompt_tokens") long promptTokens,
            @JsonProperty("total_tokens") long totalTokens) {}

    @Operation(
            operationId = "createEmbeddings",
            summary = "Embeddings",
            description = "Vectors of length one, by the model that this installation searches with.")
    @Idempotent
    @PostMapping("/v1/embeddings")
    Embeddings embed(@RequestBody Request body, Caller.Key caller) {
        BotProfile bot = completions.admit(caller);
        List<String> texts = texts(body.input());
        boolean base64 = isBase64(body.encodingFormat());
        KnowledgeIndex.Model model = required(Inputs.required(body.model(), "model"));
        if (body.dimensions() != null && body.dimensions() != model.dimension()) {
            throw ApiException.invalid("dimensions", "must be " + model.dimension() + ", or absent");
        }
        List<Embedded> made = completions.embedded(bot, model, texts, some -> index.embed(new Texts(some)));
        List<Embedding> data = new ArrayList<>();
        made.stream()
                .flatMap(some -> some.vectors().stream())
                .forEach(
                        vector -> data.add(new Embedding("embedding", data.size(), base64 ? vector : numbers(vector))));
        long tokens = completions.tokens(texts);
        return new Embeddings("list", data, made.getLast().model(), new Usage(tokens, tokens));
    }

    private static boolean isBase64(@Nullable String format) {
        return switch (format) {
            case "base64" -> true;
            case "float" -> false;
            case null -> false;
            default -> throw ApiException.invalid("encoding_format", "must be float or base64");
        };
    }

    private KnowledgeIndex.Model required(String wanted) {
        KnowledgeIndex.Model model = index.model();
        if (!wanted.equals("default") && !wanted.equals(model.id())) {
            throw new ApiException(
                    ErrorCode.MODEL_NOT_FOUND,
                    "The model for embeddings is '" + model.id() + "' here; 'default' means it, too.",
                    List.of(new FieldError("model", "does not exist here")),
                    null,
                    null);
        }
        return model;
    }

    private static List<String> texts(@Nullable JsonNode input) {
        List<String> texts = new ArrayList<>();
        if (input != null && input.isString()) {
            texts.add(input.asString());
        } else if (input != null && input.isArray() && input.size() <= INPUTS) {
            input.forEach(one -> texts.add(one.isString() ? one.asString() : ""));
        }
        if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
            throw ApiException.invalid(
                    "input",
                    "must be a text, or a list of 1 to " + INPUTS + " texts, none of them empty; texts that are"
                            + " cut into tokens (lists of numbers) are not taken here");
        }
        return texts;
    }

    private static float[] numbers(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }
}
