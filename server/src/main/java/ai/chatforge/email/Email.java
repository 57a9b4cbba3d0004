package ai.chatforge.email;

import ai.chatforge.email.api.EmailKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail as it is sent.
 *
 * @param language BCP 47, of the text
 * @param optOut null where one cannot do without
 */
record Email(
        UUID id,
        EmailKind kind,
        String to,
        String language,
        String subject,
        String text,
        String html,
        @Nullable OptOut optOut) {

    /** What goes with it whatever the transport. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Language", language);
        // Absence notes need not come back (RFC 3834).
        headers.put("Auto-Submitted", "auto-generated");
        headers.put("X-Auto-Response-Suppress", "All");
        if (optOut != null) {
            headers.put("List-Unsubscribe", "<" + optOut.oneClick() + ">");
            if (optOut.oneClick().startsWith("https:")) {
                // RFC 8058 has it for https alone.
                headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
        return headers;
    }

    /** Without the text, because logs must not hold links that let somebody in. */
    @Override
    public String toString() {
        return "Email[" + id + "]";
    }
}
