package ai.chatforge.chat.openai;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.openai.Completions.Ask;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Responses, in their basic form. */
@Tag(name = "openai")
@RestController
@Access(Access.Rule.KEY)
class ResponsesController {
    private final Completions completions;
    private final JsonMapper json;
    private final Clock clock;

    ResponsesController(Completions completions, JsonMapper json, Clock clock) {
        this.completions = completions;
        this.json = json;
        this.clock = clock;
    }

    @Operation(
            operationId = "createResponse",
            summary = "Response",
            description = "As OpenAI's, in its basic form: texts and functions; nothing is stored, so there is no"
                    + " previous response. With stream true, server-sent events. Fields that are not known here are"
                    + " passed over.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ResponseObject.class)))
    @Idempotent
    @PostMapping("/v1/responses")
    void respond(@RequestBody ResponseRequest body, Caller.Key caller, HttpServletResponse response)
            throws IOException, InterruptedException {
        BotProfile bot = completions.admit(caller);
        Ask ask = body.ask(caller, bot);
        Completions.Delivery delivery = completions.prepare(ask);
        ResponseForm form = new ResponseForm(
                json, CompletionsController.id("resp_"), clock.instant().getEpochSecond(), ask, body.instructions());
        if (body.streams()) {
            delivery.stream(form, response);
        } else {
            CompletionsController.write(json.writeValueAsBytes(form.whole(delivery.whole())), response);
        }
    }
}
