package ai.chatforge.bot;

import ai.chatforge.bot.api.BotRole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** A row of bot.teammate, as the team sees it. */
record Teammate(
        UUID id,
        @Schema(example = "grace@example.com") String email,
        @Schema(example = "Grace Hopper") String name,
        BotRole role,
        Instant addedAt) {}
