package ai.chatforge.chat;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** A file that went along with a question, as its reader sees it. */
record Attachment(
        UUID id,

        @Schema(example = "contract.pdf") String fileName,

        @Schema(example = "application/pdf") String mediaType,

        @Schema(description = "Bytes of the file", example = "183803")
        long size,

        @Schema(description = "Tokens of its text, as they are counted here", example = "5120")
        int tokens,

        @Schema(description = "The model was given the beginning only, as there was no room for more")
        boolean truncated) {

    Attachment truncated(boolean cut) {
        return new Attachment(id, fileName, mediaType, size, tokens, cut);
    }
}
