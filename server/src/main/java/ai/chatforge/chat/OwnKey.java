package ai.chatforge.chat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of chat.provider_key, without the key: that is never handed out. */
@Schema(name = "OwnKey")
record OwnKey(
        @JsonIgnore UUID id,
        ProviderKind provider,
        @Nullable UUID botId,

        @Schema(description = "The vendor's own address when absent") @Nullable
        String baseUrl,

        @Schema(description = "What an address of one's own offers") @Nullable
        List<String> models,

        @Schema(description = "The last characters of the key", example = "3f9a")
        String lastFour,

        Instant createdAt,
        Instant updatedAt) {}
