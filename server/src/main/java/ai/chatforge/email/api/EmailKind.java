package ai.chatforge.email.api;

import java.util.Set;

/**
 * The e-mails that exist, and the values that each takes. {@code link} is the absolute address of its button, needed by
 * all but {@link #ACCOUNT_DELETED}. {@code name} is the addressee's and may always be left out, like all values that
 * {@link #required} does not name. Values that end in {@code On} are ISO 8601 dates such as {@code 2026-12-05},
 * {@code expiresIn} is an ISO 8601 duration such as {@code PT24H}, {@code amount} is in minor units (cents) of the ISO
 * 4217 {@code currency}; all of them are written as the language does it.
 */
public enum EmailKind {
    /** {@code expiresIn}. Without its link there is no account. */
    SIGN_UP_CONFIRMATION,
    /** Somebody signed up with the address of an account. The link leads to the sign-in. */
    ACCOUNT_EXISTS,
    /** {@code expiresIn}. */
    VERIFICATION,
    /** {@code expiresIn}. */
    PASSWORD_RESET,
    WELCOME,
    /** {@code inviterName}, {@code botName}, {@code expiresIn}. */
    TEAMMATE_INVITE,
    /** {@code planName}, {@code renewsOn}. */
    SUBSCRIPTION_STARTED,
    /** {@code planName}, {@code startsOn}. */
    SUBSCRIPTION_CHANGED,
    /** {@code planName}, {@code endsOn}. */
    SUBSCRIPTION_CANCELLED,
    /** {@code number}, {@code amount}, {@code currency}, {@code dueOn}. */
    INVOICE,
    /** {@code number}, {@code amount}, {@code currency}, {@code paidOn}. */
    RECEIPT,
    /** {@code used} and {@code limit} in credits, {@code resetsOn}. */
    QUOTA_WARNING,
    /** {@code planName}, {@code endsOn}. */
    TRIAL_ENDING,
    /** {@code planName}, {@code endsOn}. */
    TRIAL_ENDED,
    /** {@code title}, one line; {@code text}, whose lines are paragraphs. Both by the operator, in whatever language. */
    ANNOUNCEMENT,
    /** The link leads to the page of the account's security. */
    PASSWORD_CHANGED,
    /** The link leads to the page of the account's security. */
    SECOND_FACTOR_REMOVED,
    /** {@code expiresIn}. */
    ACCOUNT_DELETION,
    /** The last e-mail to an account that is no more. It has no button: there is nothing left to sign in to. */
    ACCOUNT_DELETED;

    /** Values without which there is no such e-mail. */
    public Set<String> required() {
        return switch (this) {
            case SIGN_UP_CONFIRMATION,
                    ACCOUNT_EXISTS,
                    VERIFICATION,
                    PASSWORD_RESET,
                    WELCOME,
                    TRIAL_ENDING,
                    TRIAL_ENDED,
                    PASSWORD_CHANGED,
                    SECOND_FACTOR_REMOVED,
                    ACCOUNT_DELETION -> Set.of("link");
            case TEAMMATE_INVITE -> Set.of("link", "inviterName", "botName");
            case SUBSCRIPTION_STARTED, SUBSCRIPTION_CHANGED, SUBSCRIPTION_CANCELLED -> Set.of("link", "planName");
            case INVOICE, RECEIPT -> Set.of("link", "number", "amount", "currency");
            case QUOTA_WARNING -> Set.of("link", "used", "limit");
            case ANNOUNCEMENT -> Set.of("link", "title", "text");
            case ACCOUNT_DELETED -> Set.of();
        };
    }
}
