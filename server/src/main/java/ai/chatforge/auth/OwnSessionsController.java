package ai.chatforge.auth;

import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where one is signed in. */
@Tag(name = "auth")
@RestController
@RequestMapping("/api/auth/sessions")
class OwnSessionsController {
    private final AuthService auth;

    OwnSessionsController(AuthService auth) {
        this.auth = auth;
    }

    @Schema(name = "Session")
    record OpenSession(
            UUID id,
            Instant createdAt,

            @Schema(description = "When it was last used, to about five minutes")
            Instant lastSeenAt,

            Instant expiresAt,

            @Schema(example = "Firefox on Linux") String device,

            String userAgent,

            @Schema(description = "Whether it is the one of this request")
            boolean current) {}

    @Operation(operationId = "listSessions", summary = "The sessions that are open")
    @Access(Access.Rule.USER)
    @GetMapping
    Page<OpenSession> sessions(Caller.User user) {
        return new Page<>(
                auth.sessionsOf(user).stream()
                        .map(s -> new OpenSession(
                                s.id(),
                                s.createdAt(),
                                s.lastSeenAt(),
                                s.expiresAt(),
                                Device.of(s.userAgent()),
                                s.userAgent(),
                                s.id().equals(user.sessionId())))
                        .toList(),
                null);
    }

    @Operation(operationId = "endSession", summary = "End one session")
    @Access(Access.Rule.USER)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endSession(Caller.User user, @PathVariable UUID id) {
        auth.end(user, id);
    }

    @Operation(operationId = "endOtherSessions", summary = "End all sessions but the present one")
    @Access(Access.Rule.USER)
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endOtherSessions(Caller.User user) {
        auth.endOthers(user);
    }
}
