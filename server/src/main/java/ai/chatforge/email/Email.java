package ai.chatforge.email;

import java.util.UUID;

/**
 * An e-mail as it is sent.
 *
 * @param language BCP 47, of the text
 */
record Email(UUID id, String to, String language, String subject, String text, String html) {

    /** Without the text, because logs must not hold links that let somebody in. */
    @Override
    public String toString() {
        return "Email[" + id + "]";
    }
}
