package ai.chatforge.email.api;

import java.util.Set;

/** The e-mails that exist, each with the values that its text needs; others are not looked at. */
public enum EmailKind {
    /** {@code name}, {@code link}, {@code expiresIn} (such as {@code PT24H}, ISO 8601). */
    VERIFICATION("name", "link"),
    /** {@code name}, {@code link}, {@code expiresIn}. */
    PASSWORD_RESET("name", "link"),
    /** {@code name}, {@code link} to the start page. */
    WELCOME("name", "link"),
    /** {@code inviterName}, {@code botName}, {@code link}, {@code expiresIn}; {@code name} if the invited one has an account. */
    TEAMMATE_INVITE("inviterName", "botName", "link");

    private final Set<String> required;

    EmailKind(String... required) {
        this.required = Set.of(required);
    }

    /** Values without which there is no such e-mail. {@code expiresIn}: 24 hours where it is absent. */
    public Set<String> required() {
        return required;
    }
}
