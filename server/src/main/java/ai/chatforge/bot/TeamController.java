package ai.chatforge.bot;

import ai.chatforge.bot.api.BotRole;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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

/** The people who may use a bot beside its owner. */
@Tag(name = "team", description = "Who else may use a bot")
@RestController
@RequestMapping({"/api/chatbots/{botId}", "/api/bots/{botId}"})
@Access(Access.Rule.USER)
class TeamController {
    private final Team team;

    TeamController(Team team) {
        this.team = team;
    }

    record TeammateInvite(
            @Schema(example = "grace@example.com") @NotBlank @Email @Size(max = 254)
            String email,

            @Schema(example = "editor", description = "editor changes what the bot says and knows, viewer does not")
            @NotNull
            BotRole role) {}

    record TeammateChange(
            @Schema(example = "viewer") @NotNull BotRole role) {}

    @Operation(
            operationId = "listTeam",
            summary = "List teammates and invitations",
            description = "Invitations that nobody has accepted are shown to the owner only.")
    @GetMapping("/teammates")
    Team.Members list(@PathVariable UUID botId, Caller.User user) {
        return team.of(botId, user);
    }

    @Operation(
            operationId = "inviteTeammate",
            summary = "Invite somebody by e-mail",
            description = "The link in the e-mail is good for seven days, for who has or opens an account with this"
                    + " address. Inviting the same address again ends the earlier link.")
    @Idempotent
    @PostMapping("/teammates")
    @ResponseStatus(HttpStatus.CREATED)
    Invitation invite(@PathVariable UUID botId, @RequestBody @Valid TeammateInvite body, Caller.User user) {
        return team.invite(botId, user, body.email(), teammateRole(body.role()));
    }

    @Operation(operationId = "changeTeammate", summary = "Change a teammate's role")
    @PatchMapping("/teammates/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(
            @PathVariable UUID botId,
            @PathVariable UUID id,
            @RequestBody @Valid TeammateChange body,
            Caller.User user) {
        team.change(botId, user, id, teammateRole(body.role()));
    }

    @Operation(
            operationId = "removeTeammate",
            summary = "Remove a teammate, or leave",
            description = "The owner removes anybody, a teammate itself. Answers under way end within seconds.")
    @DeleteMapping("/teammates/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID botId, @PathVariable UUID id, Caller.User user) {
        team.remove(botId, user, id);
    }

    @Operation(operationId = "withdrawInvitation", summary = "Withdraw an invitation")
    @DeleteMapping("/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable UUID botId, @PathVariable UUID id, Caller.User user) {
        team.withdraw(botId, user, id);
    }

    private static BotRole teammateRole(BotRole role) {
        if (role == BotRole.OWNER) {
            throw ApiException.invalid("role", "must be editor or viewer: a bot has one owner");
        }
        return role;
    }
}
