package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What stands in for a bot's model. */
@Tag(name = "chat")
@RestController
@RequestMapping("/api/chat/bots/{botId}/models")
@Access(Access.Rule.BOT)
class BotModelsController {
    private final BotAccess bots;
    private final Database db;
    private final OwnKeyRepository rows;
    private final OwnModels kept;
    private final ModelCatalogue models;
    private final Clock clock;

    BotModelsController(
            BotAccess bots,
            @Qualifier("chat") Database db,
            OwnKeyRepository rows,
            OwnModels kept,
            ModelCatalogue models,
            Clock clock) {
        this.bots = bots;
        this.db = db;
        this.rows = rows;
        this.kept = kept;
        this.models = models;
        this.clock = clock;
    }

    @Schema(name = "BotModels")
    record BotModels(
            @Schema(
                    description = "Models that are asked, in this order, when the bot's own refuses or says nothing;"
                            + " as provider/model. Absent: the operator's order",
                    example = "[\"built-in/extractive\"]")
            @Nullable
            @Size(max = 5)
            List<@NotBlank @Size(max = 300) String> fallback) {}

    @Operation(operationId = "getBotModels", summary = "What stands in for a bot's model")
    @GetMapping
    BotModels get(@PathVariable UUID botId, Caller caller) {
        return bots.call(
                botId,
                caller,
                BotRight.READ,
                bot -> new BotModels(db.call(() -> rows.fallback(bot.id())).orElse(null)));
    }

    @Operation(
            operationId = "putBotModels",
            summary = "Say what stands in for a bot's model",
            description = "Another one is asked only as long as not a word of the answer was said, and one other at the"
                    + " most. What begins with an own key never goes on at the operator's cost.")
    @PutMapping
    BotModels put(@PathVariable UUID botId, @RequestBody @Valid BotModels body, Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> {
            List<String> order = body.fallback();
            if (order != null) {
                List<ModelChoice> offered = models.all(bot.id());
                order.stream()
                        .filter(text -> offered.stream().noneMatch(choice -> text.equals(choice.toText())))
                        .findFirst()
                        .ifPresent(unknown -> {
                            throw ApiException.invalid(
                                    "fallback",
                                    "holds " + unknown + ", which is not offered; see GET /api/chat/models for those"
                                            + " that are, and write them as provider/model");
                        });
            }
            db.run(() -> rows.saveFallback(bot.id(), order, clock.instant()));
            kept.forget(bot.tenantId());
            return body;
        });
    }
}
