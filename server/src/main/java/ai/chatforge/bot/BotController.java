package ai.chatforge.bot;

import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The bots of the signed-in user, and those of others that the user may use. */
@Tag(name = "bots", description = "Chatbots and their settings")
@RestController
@RequestMapping({"/api/chatbots", "/api/bots"})
@Access(Access.Rule.BOT)
class BotController {
    private final BotService bots;

    BotController(BotService bots) {
        this.bots = bots;
    }

    @Operation(
            operationId = "listBots",
            summary = "List bots, newest first",
            description = "One's own, and those of others that one is a teammate of: role tells which.")
    @GetMapping
    Page<Bot> list(
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            Caller caller) {
        return Page.of(bots.page(caller, cursor, limit), limit, bot -> bot.id().toString());
    }

    @Operation(operationId = "createBot", summary = "Create a bot")
    @Idempotent
    @Access(Access.Rule.USER)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Bot create(@RequestBody @Valid BotRequests.Create body) {
        return bots.create(body);
    }

    @Operation(operationId = "getBot", summary = "Read a bot")
    @GetMapping("/{id}")
    Bot get(@PathVariable UUID id, Caller caller) {
        return bots.get(id, caller);
    }

    @Operation(
            operationId = "changeBot",
            summary = "Change a bot",
            description =
                    "Absent fields keep their value, an empty text clears it; retrieval is replaced as a whole, so that"
                            + " {} makes it the operator's. The version must be the present one.")
    @PatchMapping("/{id}")
    Bot change(@PathVariable UUID id, @RequestBody @Valid BotRequests.Change body, Caller caller) {
        return bots.change(id, body, caller);
    }

    @Operation(operationId = "deleteBot", summary = "Delete a bot with everything it knows and has said")
    @Access(Access.Rule.USER)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id, Caller.User user) {
        bots.delete(id, user);
    }
}
