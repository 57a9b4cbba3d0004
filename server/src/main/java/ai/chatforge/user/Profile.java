package ai.chatforge.user;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** A row of user.profile, and the profile as the user sees it. */
record Profile(
        UUID id,
        @Schema(example = "ada@example.com") String email,
        @Schema(example = "Ada Lovelace") String name,
        @Schema(example = "en", description = "BCP 47") String language,
        Instant createdAt) {}
