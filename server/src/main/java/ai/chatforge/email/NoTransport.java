package ai.chatforge.email;

/** Where neither a server is set nor the machine's own user is the only one there can be. */
final class NoTransport implements EmailTransport {
    static final String REASON = "No transport of e-mails is set (chatforge.email.transport), so they are not sent.";

    @Override
    public String name() {
        return "none";
    }

    @Override
    public String send(Email email) throws NotSentException {
        throw new NotSentException(NotSentException.Verdict.NEVER, REASON);
    }
}
