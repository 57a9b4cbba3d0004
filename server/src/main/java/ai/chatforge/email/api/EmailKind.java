package ai.chatforge.email.api;

import java.util.Set;

/**
 * The e-mails that exist, and the values that each takes beside {@code link}, the absolute address of its button.
 * {@code name} is the addressee's, {@code expiresIn} an ISO 8601 duration such as {@code PT24H}; both may be left out.
 */
public enum EmailKind {
    /** {@code name}, {@code expiresIn}. */
    VERIFICATION,
    /** {@code name}, {@code expiresIn}. */
    PASSWORD_RESET,
    /** {@code name}. */
    WELCOME,
    /** {@code inviterName}, {@code botName}, {@code name}, {@code expiresIn}. */
    TEAMMATE_INVITE,
    /** {@code name}, {@code expiresIn}. */
    ACCOUNT_DELETION,
    /** {@code name}. The last e-mail to an account that is no more: afterwards nothing of it is kept. */
    ACCOUNT_DELETED;

    /** Values without which there is no such e-mail. */
    public Set<String> required() {
        return switch (this) {
            case VERIFICATION, PASSWORD_RESET, WELCOME, ACCOUNT_DELETION, ACCOUNT_DELETED -> Set.of("link");
            case TEAMMATE_INVITE -> Set.of("link", "inviterName", "botName");
        };
    }
}
