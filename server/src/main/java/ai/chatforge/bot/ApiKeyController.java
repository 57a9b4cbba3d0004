package ai.chatforge.bot;

import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys of a bot. */
@Tag(name = "keys", description = "Keys by which programs use a bot")
@RestController
@RequestMapping({"/api/chatbots/{botId}/keys", "/api/bots/{botId}/keys"})
@Access(Access.Rule.USER)
class ApiKeyController {
    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    record ApiKeyCreate(
            @Schema(example = "Web shop") @NotBlank @Size(max = 100) @PlainLine
            String name,

            @Schema(
                    example = "[\"chat\"]",
                    description = "chat: talk to the bot; read: see its settings and sources; write: change them")
            @NotEmpty
            Set<ApiKey.@NotNull Scope> scopes,

            @Schema(description = "null: never") @Nullable Instant expiresAt) {}

    record ApiKeyCreated(
            ApiKey key,

            @Schema(
                    example = "cfk_Vd3kq8Yc1nPz7Xw0uVtRb5sQe2LmJ8hGf4D6aT9oKzE",
                    description = "The key itself. It is shown only here: keep it where nobody else reads it")
            String secret) {}

    @Operation(operationId = "listKeys", summary = "List API keys, newest first")
    @GetMapping
    Page<ApiKey> list(@PathVariable UUID botId, Caller.User user) {
        return new Page<>(keys.of(botId, user), null);
    }

    @Operation(
            operationId = "createKey",
            summary = "Make an API key",
            description = "Send it in the header Authorization: Bearer. It opens this bot only.")
    @Idempotent
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiKeyCreated create(
            @PathVariable UUID botId,
            @RequestBody @Valid ApiKeyCreate body,
            Caller.User user,
            HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        ApiKeys.Made made = keys.make(botId, user, body.name(), body.scopes(), body.expiresAt());
        return new ApiKeyCreated(made.key(), made.text());
    }

    @Operation(operationId = "revokeKey", summary = "Revoke an API key", description = "It is dead within seconds.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID botId, @PathVariable UUID id, Caller.User user) {
        keys.revoke(botId, user, id);
    }
}
