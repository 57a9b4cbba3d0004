package ai.chatforge.accounting;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A reservation of a streaming service outside, as that sees it. */
@Schema(name = "StreamingSession")
record StreamingSession(
        UUID id,
        State state,
        String provider,
        String model,

        @Schema(description = "Reserved credits") long reserved,

        @Schema(description = "Tokens that the answer may have: as asked for, or as many as can be paid")
        long maxOutputTokens,

        long promptTokens,

        @Schema(description = "Tokens of the answer so far, as last told")
        long delivered,

        @Schema(description = "Charged credits; null while it is pending") @Nullable
        Long charged,

        @Schema(description = "Credits used beyond what the account could pay; null while it is pending") @Nullable
        Long writtenOff,

        Instant createdAt,

        @Schema(description = "When it is settled by what was delivered, unless its progress is told before")
        Instant expiresAt) {
    static StreamingSession of(Reservation r) {
        Reservation.Use use = r.use();
        return new StreamingSession(
                r.id(),
                State.valueOf(r.state().name()),
                r.provider(),
                r.model(),
                r.credits(),
                r.maxOutputTokens(),
                r.promptTokens(),
                r.delivered(),
                use == null ? null : use.charged(),
                use == null ? null : use.writtenOff(),
                r.createdAt(),
                r.expiresAt());
    }

    /** Where it stands. */
    enum State {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("settled")
        SETTLED,
        @JsonProperty("released")
        RELEASED,
        @JsonProperty("expired")
        EXPIRED
    }
}
