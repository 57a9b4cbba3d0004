package ai.chatforge.testkit.provider;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and what became of it.
 *
 * @param number from 1, over the provider's life
 * @param headers by lower-case name
 * @param model empty where the request named none
 * @param status 0 where no answer was begun
 * @param told the usage that the caller was told; null where it was told none
 * @param wordsSent pieces of content (the tokens of this provider) that were written
 * @param bytesSent over the wire, head included
 * @param endedAt null while the answer is under way
 */
public record Call(
        long number,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        String model,
        int status,
        @Nullable Usage told,
        int wordsSent,
        long bytesSent,
        Ending ending,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** @param cachedTokens how many of {@code promptTokens} were in the provider's cache */
    public record Usage(long promptTokens, long cachedTokens, long completionTokens) {
        public Usage(long promptTokens, long completionTokens) {
            this(promptTokens, 0, completionTokens);
        }
    }

    public enum Ending {
        UNDER_WAY,
        COMPLETE,
        /** The fault that the script asks for. */
        FAULT,
        /** The caller closed the connection while the answer was under way. */
        CALLER_LEFT
    }

    public boolean callerLeft() {
        return ending == Ending.CALLER_LEFT;
    }
}
