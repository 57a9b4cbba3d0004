package ai.chatforge.user;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of user.profile, and the profile as the user sees it. */
record Profile(
        UUID id,
        @Schema(example = "ada@example.com") String email,
        @Schema(example = "Ada Lovelace") String name,
        @Schema(example = "en", description = "BCP 47") String language,

        @Schema(
                example =
                        "/api/users/01a1fd19-84b2-7748-9bce-f91bce0b1987/avatars/5b2a5c9e-6a53-4c0f-9a6d-0d1f4f3f8f5e",
                description = "A PNG of 256 x 256, for whoever has the address; another with each picture")
        @Nullable
        String avatarUrl,

        Instant createdAt) {}
