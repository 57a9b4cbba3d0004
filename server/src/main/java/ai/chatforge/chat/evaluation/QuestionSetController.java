package ai.chatforge.chat.evaluation;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Questions by which a bot is measured. */
@Tag(name = "evaluations")
@RestController
@RequestMapping({"/api/chatbots/{botId}/evaluations/sets", "/api/bots/{botId}/evaluations/sets"})
@Access(Access.Rule.BOT)
class QuestionSetController {
    private final QuestionSets sets;
    private final BotAccess bots;

    QuestionSetController(QuestionSets sets, BotAccess bots) {
        this.sets = sets;
        this.bots = bots;
    }

    @Schema(name = "QuestionSets")
    record SetList(List<QuestionSet.Summary> items) {}

    @Operation(
            operationId = "listQuestionSets",
            summary = "List question sets, newest first",
            description = "Questions that rest on learn-only sources do not exist for viewers.")
    @GetMapping
    SetList list(@PathVariable UUID botId, Caller caller) {
        return bots.call(botId, caller, BotRight.READ, bot -> new SetList(sets.all(bot, caller)));
    }

    @Operation(operationId = "createQuestionSet", summary = "Create a question set")
    @Idempotent
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    QuestionSet create(@PathVariable UUID botId, @RequestBody @Valid EvaluationRequests.NewSet body, Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> sets.create(bot, body));
    }

    @Operation(operationId = "getQuestionSet", summary = "Read a question set")
    @GetMapping("/{id}")
    QuestionSet get(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        return bots.call(botId, caller, BotRight.READ, bot -> sets.get(bot, id, caller));
    }

    @Operation(
            operationId = "changeQuestionSet",
            summary = "Change a question set",
            description = "Absent fields keep their value. The version must be the present one. Runs keep the questions"
                    + " that they were started with.")
    @PatchMapping("/{id}")
    QuestionSet change(
            @PathVariable UUID botId,
            @PathVariable UUID id,
            @RequestBody @Valid EvaluationRequests.SetChange body,
            Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> sets.change(bot, id, body));
    }

    @Operation(operationId = "deleteQuestionSet", summary = "Delete a question set with all its evaluations")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID botId, @PathVariable UUID id, Caller caller) {
        bots.run(botId, caller, BotRight.EDIT, bot -> sets.delete(bot, id));
    }
}
