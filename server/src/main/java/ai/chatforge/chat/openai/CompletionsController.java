package ai.chatforge.chat.openai;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.id.Ids;
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
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Chat completions. */
@Tag(name = "openai", description = "The API of OpenAI, for its libraries, with a bot's knowledge behind it")
@RestController
@Access(Access.Rule.KEY)
class CompletionsController {
    private final Completions completions;
    private final JsonMapper json;
    private final Clock clock;

    CompletionsController(Completions completions, JsonMapper json, Clock clock) {
        this.completions = completions;
        this.json = json;
        this.clock = clock;
    }

    @Operation(
            operationId = "createChatCompletion",
            summary = "Chat completion",
            description =
                    "As OpenAI's: the client holds the conversation and sends all of it, nothing is stored. The"
                            + " bot's instructions and what it knows about the last message of the user stand before the"
                            + " messages. With stream true, server-sent events. Fields that are not known here are passed over.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ChatCompletion.class)))
    @Idempotent
    @PostMapping("/v1/chat/completions")
    void complete(@RequestBody CompletionRequest body, Caller.Key caller, HttpServletResponse response)
            throws IOException, InterruptedException {
        BotProfile bot = completions.admit(caller);
        Completions.Delivery delivery = completions.prepare(body.ask(caller, bot));
        String id = id("chatcmpl-");
        long created = clock.instant().getEpochSecond();
        if (body.streams()) {
            delivery.stream(new ChunkForm(json, id, created, body.includesUsage()), response);
        } else {
            write(json.writeValueAsBytes(ChatCompletion.of(id, created, delivery.whole())), response);
        }
    }

    static String id(String prefix) {
        UUID id = Ids.next();
        return prefix + id.toString().replace("-", "");
    }

    static void write(byte[] body, HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream().write(body);
    }
}
