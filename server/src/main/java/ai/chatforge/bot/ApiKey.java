package ai.chatforge.bot;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An API key as its owner sees it: the key itself is shown once, when it is made. */
record ApiKey(
        UUID id,
        @Schema(example = "Web shop") String name,

        @Schema(example = "cfk_Vd3kq8Yc", description = "How the key begins")
        String prefix,

        Set<Scope> scopes,
        Instant createdAt,
        @Schema(description = "null: never") @Nullable Instant expiresAt,

        @Schema(description = "Within a minute; null: never used") @Nullable
        Instant lastUsedAt) {

    /** What a key is for. */
    enum Scope {
        @JsonProperty("chat")
        CHAT,
        @JsonProperty("read")
        READ,
        @JsonProperty("write")
        WRITE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Scope of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
