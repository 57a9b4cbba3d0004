package ai.chatforge.email;

/** Where neither a server is set nor the machine's own user is the only one there can be. */
final class NoTransport implements EmailTransport {
    static final String REASON = "No SMTP server is set (chatforge.email.smtp.host), so e-mails are not sent.";

    @Override
    public String name() {
        return "none";
    }

    @Override
    public void send(Email email) throws NotSentException {
        throw new NotSentException(NotSentException.Verdict.NEVER, REASON);
    }
}
