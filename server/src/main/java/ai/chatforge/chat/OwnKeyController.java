package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Own keys for model providers: of an account, or of one of its bots. They are written, never read. */
@Tag(name = "model keys", description = "Own keys for model providers")
@RestController
@RequestMapping("/api/chat/keys")
@Access(Access.Rule.USER)
class OwnKeyController {
    private static final String WHOSE =
            "Without botId it is the account's, and holds for all of its bots that have none" + " of their own.";

    private final OwnKeys keys;
    private final BotAccess bots;

    OwnKeyController(OwnKeys keys, BotAccess bots) {
        this.keys = keys;
        this.bots = bots;
    }

    @Schema(name = "OwnKeyChange")
    record Change(
            @NotBlank
            @Size(min = 8, max = 500)
            @Pattern(regexp = "[\\x21-\\x7e]*", message = "must be the key as the vendor shows it, without spaces")
            @Schema(
                    description = "The vendor's key; it is stored sealed and never shown again",
                    example = "sk-ant-api03-example-3f9a")
            String key,

            @Nullable
            @Size(max = 500)
            @Pattern(regexp = "https?://[^\\s?#@]+", message = "must be an http or https address")
            @Schema(
                    description = "For a compatible provider: its public address; Azure's is such as"
                            + " https://name.openai.azure.com/openai/v1. Absent: the vendor's own",
                    example = "https://api.groq.com/openai/v1")
            String baseUrl,

            @Nullable @Size(min = 1, max = 50) @Schema(description = "With baseUrl: the models that it offers")
            List<@NotBlank @Size(max = 200) String> models) {

        @Override
        public String toString() {
            return "Change[" + baseUrl + "]";
        }
    }

    @Operation(operationId = "listOwnKeys", summary = "List own keys", description = WHOSE)
    @GetMapping
    Page<OwnKey> list(@RequestParam(required = false) @Nullable UUID botId, Caller caller) {
        return new Page<>(in(botId, caller, () -> keys.all(botId)), null);
    }

    @Operation(
            operationId = "putOwnKey",
            summary = "Set an own key",
            description = "Answers that are made with it cost no credits. It takes the place of the operator's provider"
                    + " of the same name. " + WHOSE)
    @PutMapping("/{provider}")
    OwnKey put(
            @PathVariable String provider,
            @RequestParam(required = false) @Nullable UUID botId,
            @RequestBody @Valid Change body,
            Caller caller) {
        ProviderKind kind = kind(provider);
        if ((body.baseUrl() == null) != (body.models() == null)) {
            throw ApiException.invalid(
                    body.models() == null ? "models" : "baseUrl",
                    "is needed too: with an address of your own, say which models it offers");
        }
        return in(botId, caller, () -> keys.save(kind, botId, body));
    }

    @Operation(operationId = "deleteOwnKey", summary = "Delete an own key", description = WHOSE)
    @DeleteMapping("/{provider}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String provider, @RequestParam(required = false) @Nullable UUID botId, Caller caller) {
        ProviderKind kind = kind(provider);
        in(botId, caller, () -> {
            keys.delete(kind, botId);
            return true;
        });
    }

    @Operation(
            operationId = "testOwnKey",
            summary = "Try an own key",
            description = "Asks the provider for a word, which costs a few of its tokens, and says what is wrong.")
    @PostMapping("/{provider}/test")
    OwnKeys.Check test(
            @PathVariable String provider, @RequestParam(required = false) @Nullable UUID botId, Caller caller) {
        ProviderKind kind = kind(provider);
        return in(botId, caller, () -> keys.check(kind, botId));
    }

    private <T> T in(@Nullable UUID bot, Caller caller, Supplier<T> work) {
        if (bot == null) {
            return work.get();
        }
        UUID tenant = bots.require(bot, caller, BotRight.MANAGE).tenantId();
        return Tenant.call(tenant, work::get);
    }

    private static ProviderKind kind(String provider) {
        return ProviderKind.byKey(provider).orElseThrow(() -> ApiException.notFound("provider"));
    }
}
