package ai.chatforge.accounting;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.idempotency.EffectId;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** For streaming services outside, which ask models themselves and have their use accounted for here. */
@Tag(name = "streaming sessions", description = "Credits for streaming services outside of ChatForge")
@RestController
@RequestMapping("/api/streaming-sessions")
@Access(Access.Rule.BOT)
class StreamingSessionController {
    private static final String SCOPE = "chat";
    private static final int MOST_TOKENS = 100_000_000;
    private static final int LISTED = 200;

    private final Database db;
    private final Reservations reservations;
    private final ReservationRepository rows;

    StreamingSessionController(
            @Qualifier("accounting") Database db, Reservations reservations, ReservationRepository rows) {
        this.db = db;
        this.reservations = reservations;
        this.rows = rows;
    }

    /** Whose sessions the caller may see; with a key, those of its bot. */
    private record Owner(
            UUID account, @Nullable UUID user, @Nullable UUID bot) {
        static Owner of(Caller caller) {
            return switch (caller) {
                case Caller.User user -> new Owner(user.tenantId(), user.userId(), null);
                case Caller.Key key -> {
                    if (!key.scopes().contains(SCOPE)) {
                        throw new ApiException(
                                ErrorCode.FORBIDDEN, "The API key has no scope '" + SCOPE + "'. Make one that has.");
                    }
                    yield new Owner(key.tenantId(), null, key.botId());
                }
                case Caller.Service service -> throw notFound();
                case Caller.Anonymous nobody -> throw notFound();
            };
        }

        boolean owns(Reservation session) {
            return session.origin().equals(Reservations.SESSION) && (bot == null || bot.equals(session.botId()));
        }
    }

    private static ApiException notFound() {
        return ApiException.notFound("streaming session");
    }

    @Schema(name = "StreamingSessionRequest")
    record Initialize(
            @Schema(example = "openai") @NotNull @Size(min = 1, max = 200)
            String provider,

            @Schema(example = "gpt-6-luna") @NotNull @Size(min = 1, max = 200)
            String model,

            @Schema(example = "120") @NotNull @Min(0) @Max(MOST_TOKENS)
            Long promptTokens,

            @Schema(description = "Tokens that the answer may have at the most", example = "400")
            @NotNull
            @Min(0)
            @Max(MOST_TOKENS)
            Long maxOutputTokens,

            @Schema(description = "Tokens for which it is worth beginning; null: one")
            @Nullable
            @Min(0)
            @Max(MOST_TOKENS)
            Long leastOutputTokens) {}

    @Operation(
            operationId = "initializeStreamingSession",
            summary = "Reserve credits for a call of a model",
            description =
                    "By the prompt's tokens and the most that the answer may have. Where the account has too little"
                            + " for that, the answer may have fewer.")
    @Idempotent
    @PostMapping("/initialize")
    @ResponseStatus(HttpStatus.CREATED)
    StreamingSession initialize(@RequestBody @Valid Initialize body, Caller caller) {
        Owner owner = Owner.of(caller);
        UUID id = EffectId.orNext();
        reservations.reserve(new Credits.Reserve(
                id,
                owner.account(),
                owner.user(),
                owner.bot(),
                body.provider(),
                body.model(),
                false,
                body.promptTokens(),
                body.promptTokens(),
                body.maxOutputTokens(),
                Objects.requireNonNullElse(body.leastOutputTokens(), 1L),
                Reservations.SESSION));
        return read(owner, id);
    }

    @Schema(name = "StreamingSessionUse")
    record Finalize(
            @NotNull UUID sessionId,

            @Schema(example = "120") @NotNull @Min(0) @Max(MOST_TOKENS)
            Long promptTokens,

            @Schema(description = "Those of the prompt that the provider had in its cache; null: none")
            @Nullable
            @Min(0)
            @Max(MOST_TOKENS)
            Long cachedTokens,

            @Schema(example = "310") @NotNull @Min(0) @Max(MOST_TOKENS)
            Long completionTokens) {}

    @Operation(
            operationId = "finalizeStreamingSession",
            summary = "Charge what a session did use, and give the rest back",
            description = "A second time it answers what was charged.")
    @Idempotent
    @PostMapping("/finalize")
    StreamingSession end(@RequestBody @Valid Finalize body, Caller caller) {
        Owner owner = Owner.of(caller);
        read(owner, body.sessionId());
        reservations.settle(new Credits.Settle(
                owner.account(),
                body.sessionId(),
                body.promptTokens(),
                Objects.requireNonNullElse(body.cachedTokens(), 0L),
                body.completionTokens(),
                true,
                Credits.End.COMPLETE));
        return read(owner, body.sessionId());
    }

    @Schema(name = "StreamingSessionProgress")
    record Delivered(
            @NotNull UUID sessionId,

            @Schema(description = "Tokens of the answer so far; null: as was last told")
            @Nullable
            @Min(0)
            @Max(MOST_TOKENS)
            Long completionTokens) {}

    @Operation(
            operationId = "tellStreamingSessionProgress",
            summary = "Say that a session goes on",
            description = "Without it, a session expires and is settled by what was told last.")
    @PostMapping("/progress")
    StreamingSession progress(@RequestBody @Valid Delivered body, Caller caller) {
        Owner owner = Owner.of(caller);
        StreamingSession before = read(owner, body.sessionId());
        long delivered = Objects.requireNonNullElse(body.completionTokens(), before.delivered());
        if (reservations.progress(Credits.Progress.of(owner.account(), body.sessionId(), delivered)) == 0) {
            throw new ApiException(
                    ErrorCode.CONFLICT, "The session has ended. Begin another one for what is still to come.");
        }
        return read(owner, body.sessionId());
    }

    @Operation(
            operationId = "abortStreamingSession",
            summary = "End a session early, and charge what was delivered",
            description = "Where nothing was, nothing is charged, the prompt neither.")
    @Idempotent
    @PostMapping("/abort")
    StreamingSession abort(@RequestBody @Valid Delivered body, Caller caller) {
        Owner owner = Owner.of(caller);
        StreamingSession before = read(owner, body.sessionId());
        long delivered = Objects.requireNonNullElse(body.completionTokens(), before.delivered());
        reservations.settle(new Credits.Settle(
                owner.account(),
                body.sessionId(),
                delivered == 0 ? 0 : before.promptTokens(),
                0,
                delivered,
                false,
                Credits.End.STOPPED));
        return read(owner, body.sessionId());
    }

    @Operation(operationId = "listActiveStreamingSessions", summary = "Sessions under way, newest first")
    @GetMapping("/active")
    Page<StreamingSession> active(Caller caller) {
        Owner owner = Owner.of(caller);
        return Tenant.call(
                owner.account(),
                () -> db.call(() -> new Page<>(
                        rows.pendingSessions(owner.bot(), LISTED).stream()
                                .map(StreamingSession::of)
                                .toList(),
                        null)));
    }

    private StreamingSession read(Owner owner, UUID id) {
        return Tenant.call(
                owner.account(),
                () -> db.call(() -> rows.find(id)
                        .filter(owner::owns)
                        .map(StreamingSession::of)
                        .orElseThrow(StreamingSessionController::notFound)));
    }
}
