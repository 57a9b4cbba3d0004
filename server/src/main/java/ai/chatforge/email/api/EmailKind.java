package ai.chatforge.email.api;

import java.util.Set;

/**
 * The e-mails that exist, and the values that each takes beside {@code link}, the absolute address of its button.
 * {@code name} is the addressee's, {@code expiresIn} an ISO 8601 duration such as {@code PT24H}; both may be left out.
 */
public enum EmailKind {
    /** {@code name}, {@code expiresIn}. */
    VERIFICATION("link"),
    /** {@code name}, {@code expiresIn}. */
    PASSWORD_RESET("link"),
    /** {@code name}. */
    WELCOME("link"),
    /** {@code inviterName}, {@code botName}, {@code name}, {@code expiresIn}. */
    TEAMMATE_INVITE("link", "inviterName", "botName");

    private final Set<String> required;

    EmailKind(String... required) {
        this.required = Set.of(required);
    }

    /** Values without which there is no such e-mail. */
    public Set<String> required() {
        return required;
    }
}
