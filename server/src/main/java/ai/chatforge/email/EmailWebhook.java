package ai.chatforge.email;

import ai.chatforge.email.Feedback.Message;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How one provider tells of bounces and complaints. */
interface EmailWebhook {

    /** As it stands in the address. */
    String provider();

    /** Whether the operator has set what its messages are checked with. */
    boolean isConfigured();

    /**
     * Without events in it if it is of no interest.
     *
     * @param headers by name; null for none
     * @throws ApiException if the message is not the provider's
     */
    Message read(byte[] body, Function<String, @Nullable String> headers);

    /**
     * Base64 in its one proper form: what merely reads the same was changed on the way.
     *
     * @throws IllegalArgumentException if it is not
     */
    static byte[] decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("Not the proper form");
        }
        return bytes;
    }

    static ApiException notTheirs() {
        return new ApiException(
                ErrorCode.FORBIDDEN, "The message is not signed as its provider does it, or is too old.");
    }

    static ApiException notReadable() {
        return new ApiException(ErrorCode.MALFORMED_BODY, "The message is none that this provider sends.");
    }
}
