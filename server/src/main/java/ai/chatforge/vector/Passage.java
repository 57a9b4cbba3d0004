package ai.chatforge.vector;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of vector.passage. */
record Passage(
        UUID id,
        int segment,
        int ordinal,
        @Nullable Integer page,
        @Nullable Integer second,
        @Nullable String section,
        int start,
        int end,
        String body,
        byte[] contentHash,
        float[] embedding) {

    /** What is embedded: the passage under its headings, because the headings often hold what the question names. */
    static String embeddedText(@Nullable String section, String body) {
        return section == null || section.isBlank() ? body : section + "\n\n" + body;
    }
}
