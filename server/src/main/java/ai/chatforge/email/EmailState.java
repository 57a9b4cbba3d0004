package ai.chatforge.email;

import java.util.Locale;

/** What became of an e-mail. */
enum EmailState {
    PENDING,
    SENT,
    FAILED,
    /** Not sent, because there is nobody at its address. */
    SUPPRESSED;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
