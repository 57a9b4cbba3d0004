package ai.chatforge.bot;

import ai.chatforge.bot.api.BotRole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** An invitation that nobody has accepted so far. */
record Invitation(
        UUID id,
        @Schema(example = "grace@example.com") String email,
        BotRole role,
        Instant createdAt,

        @Schema(description = "Past: it has expired. Invite again")
        Instant expiresAt) {}
