package ai.chatforge.chat;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A conversation, without its messages. */
record Conversation(
        UUID id,
        @Nullable UUID botId,
        @Schema(example = "When are you open?") String title,
        Instant createdAt,
        Instant updatedAt,

        @Schema(description = "How many there are", example = "2")
        int messages,

        @Schema(description = "Of a search that found words in a message: the message around them") @Nullable
        String excerpt) {}
