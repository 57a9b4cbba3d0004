package ai.chatforge.email;

/** The way e-mails go. */
interface EmailTransport {

    /** For operators. */
    String name();

    /**
     * Returns when somebody else has taken charge of the e-mail.
     *
     * @return the id by which they know it
     */
    String send(Email email) throws NotSentException;
}
