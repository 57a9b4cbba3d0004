package ai.chatforge.chat;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a marker such as [1] in an answer points at: the exact passage in a source.
 *
 * @param segment page or section of the source, by its ordinal; {@code start} and {@code end} are offsets in its text
 * @param previewUrl page of the web application that opens the source at the passage
 */
record Citation(
        @Schema(example = "1") int marker,
        UUID sourceId,
        @Schema(example = "Installation guide") String title,
        @Nullable String fileName,

        @Schema(description = "Page or video that it was fetched from") @Nullable
        String url,

        String mediaType,
        @Schema(example = "7") @Nullable Integer page,

        @Schema(description = "Where a passage of a video begins") @Nullable
        Integer second,

        @Nullable String section,
        UUID passageId,
        int segment,
        int start,
        int end,
        String text,
        String previewUrl) {}
