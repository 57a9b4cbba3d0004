package ai.chatforge.chat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingResult;
import com.knuddels.jtokkit.api.EncodingType;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Counts tokens as the newer models of OpenAI do; near enough for others. */
@Component
class Tokens {
    private static final int SHORT = 400;

    private final SingletonSupplier<Encoding> encoding =
            SingletonSupplier.of(() -> Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));

    int count(String text) {
        return encoding.obtain().countTokensOrdinary(text);
    }

    /** The beginning of the text that has so many tokens; all of it when there are no more. */
    String first(String text, int most) {
        EncodingResult encoded = encoding.obtain().encodeOrdinary(text, Math.max(0, most));
        if (!encoded.isTruncated()) {
            return text;
        }
        int end = Math.min(text.length(), encoded.getLastProcessedCharacterIndex() + 1);
        // An upper half alone is no character.
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    /** Never less than there are. Short texts are not worth the counting: no token is shorter than a byte. */
    int atMost(String text) {
        return text.length() <= SHORT ? Window.bound(text) : count(text) + 4;
    }
}
