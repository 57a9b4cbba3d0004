package ai.chatforge.user;

import ai.chatforge.auth.api.ProfileChanged;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.web.LanguageTag;
import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The profile of the signed-in user. */
@Tag(name = "users", description = "The user's own profile")
@RestController
@RequestMapping("/api/users/me")
@Access(Access.Rule.USER)
class UserController {
    private final Database db;
    private final ProfileRepository profiles;
    private final EventLog events;

    UserController(@Qualifier("user") Database db, ProfileRepository profiles, EventLog events) {
        this.db = db;
        this.profiles = profiles;
        this.events = events;
    }

    @Schema(name = "ProfileChange")
    record Change(
            @Schema(example = "Ada Lovelace")
            @Nullable
            @Size(min = 1, max = 100)
            @PlainLine
            @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
            String name,

            @Schema(example = "de") @Nullable @LanguageTag String language) {}

    @Operation(operationId = "getProfile", summary = "Read one's own profile")
    @GetMapping
    Profile me() {
        return db.call(profiles::find).orElseThrow(UserController::notYet);
    }

    @Operation(
            operationId = "changeProfile",
            summary = "Change one's own profile",
            description = "Absent fields keep their value.")
    @PatchMapping
    Profile change(@RequestBody @Valid Change body) {
        String name = body.name() == null ? null : body.name().strip();
        return db.call(() -> {
                    profiles.update(name, body.language());
                    Optional<Profile> changed = profiles.find();
                    changed.ifPresent(now ->
                            events.publish(db, new ProfileChanged(Tenant.required(), now.name(), now.language())));
                    return changed;
                })
                .orElseThrow(UserController::notYet);
    }

    // Profiles follow sign-ups by an event; between the two there is a moment.
    static ApiException notYet() {
        return ApiException.retryLater(
                ErrorCode.SERVICE_UNAVAILABLE, "The profile is just being made. Try again.", Duration.ofSeconds(1));
    }
}
