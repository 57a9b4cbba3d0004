package ai.chatforge.chat.evaluation;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Measurements with question sets. */
@Tag(name = "evaluations")
@RestController
@RequestMapping({"/api/chatbots/{botId}/evaluations/runs", "/api/bots/{botId}/evaluations/runs"})
@Access(Access.Rule.BOT)
class RunController {
    private final Runs runs;
    private final BotAccess bots;

    RunController(Runs runs, BotAccess bots) {
        this.runs = runs;
        this.bots = bots;
    }

    @Operation(
            operationId = "startEvaluation",
            summary = "Ask all questions of a set, and measure",
            description = "One at a time of all the owner's bots. The 50 newest of a bot are kept. With answers the"
                    + " bot's model is asked each question.")
    @Idempotent
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Run start(@PathVariable UUID botId, @RequestBody @Valid EvaluationRequests.Start body, Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> runs.start(bot, body));
    }

    @Operation(operationId = "listEvaluations", summary = "List evaluations, newest first")
    @GetMapping
    Page<Run> list(
            @PathVariable UUID botId,
            @Parameter(description = "Those with this question set only") @RequestParam(required = false) @Nullable
                    UUID setId,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            Caller caller) {
        return bots.call(
                botId,
                caller,
                BotRight.READ,
                bot -> Page.of(runs.page(bot, setId, cursor, limit), limit, run -> run.id()
                        .toString()));
    }

    @Operation(operationId = "getEvaluation", summary = "How far an evaluation is, and its means")
    @GetMapping("/{id}")
    Run get(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(botId, caller, BotRight.READ, bot -> runs.get(bot, id));
    }

    @Operation(
            operationId = "getEvaluationResults",
            summary = "The questions of an evaluation with what was found",
            description =
                    "In the order of the set; of one that is under way as many as there are. For viewers there are"
                            + " no questions that rest on learn-only sources, and no passages of these.")
    @GetMapping("/{id}/results")
    Page<Result.Of> results(
            @PathVariable UUID botId,
            @PathVariable UUID id,
            @RequestParam(required = false) @Min(0) @Max(1_000_000) @Nullable Integer cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            Caller caller) {
        int from = cursor == null ? 0 : cursor;
        return bots.call(
                botId,
                caller,
                BotRight.READ,
                bot -> Page.of(
                        runs.results(bot, id, from, limit, caller),
                        limit,
                        result -> Integer.toString(result.ordinal() + 1)));
    }

    @Operation(
            operationId = "compareEvaluations",
            summary = "Compare an evaluation with another one of the bot",
            description = "Questions with the same text are the same. Means are those of the questions that both have.")
    @GetMapping("/{id}/comparison/{baseId}")
    Comparison compare(@PathVariable UUID botId, @PathVariable UUID id, @PathVariable UUID baseId, Caller caller) {
        return bots.call(botId, caller, BotRight.READ, bot -> runs.compare(bot, id, baseId, caller));
    }

    @Operation(
            operationId = "cancelEvaluation",
            summary = "Cancel an evaluation",
            description = "What is measured already stays. One that has ended is left as it is.")
    @Idempotent
    @PostMapping("/{id}/cancel")
    Run cancel(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> runs.cancel(bot, id));
    }

    @Operation(operationId = "deleteEvaluation", summary = "Delete an evaluation")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        bots.run(botId, caller, BotRight.EDIT, bot -> runs.delete(bot, id));
    }
}
