package ai.chatforge.bot;

import ai.chatforge.bot.api.BotRole;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Invitations, by the one who got the e-mail. */
@Tag(name = "team")
@RestController
@RequestMapping("/api/invitations")
class InvitationController {
    private final Team team;

    InvitationController(Team team) {
        this.team = team;
    }

    record InvitationToken(
            @Schema(
                    example = "Vd3kq8Yc1nPz7Xw0uVtRb5sQe2LmJ8hGf4D6aT9oKzE",
                    description = "From the link in the e-mail")
            @NotBlank
            @Size(max = 200)
            String token) {}

    record InvitationPreview(
            @Schema(example = "Support") String botName,
            @Schema(example = "Ada Lovelace") String inviterName,
            @Schema(example = "grace@example.com") String email,
            BotRole role,
            Instant expiresAt) {}

    record InvitationAccepted(UUID botId) {}

    @Operation(operationId = "previewInvitation", summary = "What an invitation is to, before signing in")
    @Access(Access.Rule.PUBLIC)
    @PostMapping("/preview")
    InvitationPreview preview(@RequestBody @Valid InvitationToken body) {
        InvitationRepository.Found found = team.look(body.token());
        return new InvitationPreview(
                found.botName(), found.inviterName(), found.email(), found.role(), found.expiresAt());
    }

    @Operation(
            operationId = "acceptInvitation",
            summary = "Accept an invitation",
            description = "By the account of the address that was invited.")
    @Access(Access.Rule.USER)
    @PostMapping("/accept")
    InvitationAccepted accept(@RequestBody @Valid InvitationToken body, Caller.User user) {
        return new InvitationAccepted(team.accept(body.token(), user));
    }
}
