package ai.chatforge.email;

import ai.chatforge.email.api.EmailKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** E-mails that one may do without, as one chooses them. The code is part of links in e-mails that were sent. */
enum Category {
    ANNOUNCEMENTS(1),
    TRIAL(2),
    USAGE(3);

    private final int code;

    Category(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<Category> byCode(int code) {
        return Arrays.stream(values()).filter(category -> category.code == code).findFirst();
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** None for what somebody asked for, must know, or paid for. */
    static Optional<Category> of(EmailKind kind) {
        return switch (kind) {
            case ANNOUNCEMENT -> Optional.of(ANNOUNCEMENTS);
            case TRIAL_ENDING, TRIAL_ENDED -> Optional.of(TRIAL);
            case QUOTA_WARNING -> Optional.of(USAGE);
            case SIGN_UP_CONFIRMATION,
                    ACCOUNT_EXISTS,
                    VERIFICATION,
                    PASSWORD_RESET,
                    WELCOME,
                    TEAMMATE_INVITE,
                    SUBSCRIPTION_STARTED,
                    SUBSCRIPTION_CHANGED,
                    SUBSCRIPTION_CANCELLED,
                    INVOICE,
                    RECEIPT,
                    PASSWORD_CHANGED,
                    SECOND_FACTOR_REMOVED,
                    ACCOUNT_DELETION,
                    ACCOUNT_DELETED -> Optional.empty();
        };
    }

    /** What goes out even to those who called an e-mail spam: they ask for it themselves, or it guards their account. */
    static boolean isEssential(EmailKind kind) {
        return switch (kind) {
            case SIGN_UP_CONFIRMATION,
                    ACCOUNT_EXISTS,
                    VERIFICATION,
                    PASSWORD_RESET,
                    PASSWORD_CHANGED,
                    SECOND_FACTOR_REMOVED,
                    ACCOUNT_DELETION,
                    ACCOUNT_DELETED -> true;
            case WELCOME,
                    TEAMMATE_INVITE,
                    SUBSCRIPTION_STARTED,
                    SUBSCRIPTION_CHANGED,
                    SUBSCRIPTION_CANCELLED,
                    INVOICE,
                    RECEIPT,
                    QUOTA_WARNING,
                    TRIAL_ENDING,
                    TRIAL_ENDED,
                    ANNOUNCEMENT -> false;
        };
    }
}
