package ai.chatforge.email;

import java.util.List;
import java.util.Locale;

/**
 * What a provider tells about an e-mail that it took.
 *
 * @param emailId the provider's own; empty if it does not say
 */
record Feedback(Type type, String address, String emailId) {

    /** What became of it. */
    enum Type {
        /** Nobody is there. */
        BOUNCED,
        /** Not delivered this time, as with a full mailbox. */
        BOUNCED_FOR_NOW,
        /** Called spam by the addressee. */
        COMPLAINED,
        /** The provider sends nothing to the address any more, for reasons of its own. */
        REFUSED,
        /** The provider sends to the address again. */
        ACCEPTED_AGAIN;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A message of a provider.
     *
     * @param id by which it is known when it comes again
     */
    record Message(String id, List<Feedback> feedback) {}
}
