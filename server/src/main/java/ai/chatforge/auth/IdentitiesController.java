package ai.chatforge.auth;

import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The providers that an account is linked with. */
@Tag(name = "auth")
@RestController
@RequestMapping("/api/auth/identities")
class IdentitiesController {
    private final Identities identities;

    IdentitiesController(Identities identities) {
        this.identities = identities;
    }

    record LinkedIdentity(
            UUID id,
            @Schema(example = "google") String provider,

            @Schema(description = "As the provider last said it", example = "ada@example.com") @Nullable
            String email,

            Instant createdAt,
            Instant lastUsedAt) {}

    record WaysIn(
            @Schema(description = "Whether the account has a password")
            boolean password,

            List<LinkedIdentity> items) {}

    @Operation(operationId = "listIdentities", summary = "The ways to sign in to one's account")
    @Access(Access.Rule.USER)
    @GetMapping
    WaysIn list(Caller.User user) {
        Identities.Ways ways = identities.of(user.userId());
        return new WaysIn(
                ways.password(),
                ways.identities().stream()
                        .map(each -> new LinkedIdentity(
                                each.id(), each.provider(), each.email(), each.createdAt(), each.lastUsedAt()))
                        .toList());
    }

    @Operation(
            operationId = "unlinkIdentity",
            summary = "Unlink a provider",
            description = "The last way to sign in stays.")
    @Access(Access.Rule.USER)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unlink(Caller.User user, @PathVariable UUID id) {
        identities.unlink(user.userId(), id);
    }
}
