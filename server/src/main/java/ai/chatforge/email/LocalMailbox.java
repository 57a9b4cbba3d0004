package ai.chatforge.email;

/** Keeps e-mails for the person at this machine, so that sign-up works without a mail server. */
record LocalMailbox(MailboxRepository mailbox) implements EmailTransport {

    @Override
    public String name() {
        return "mailbox";
    }

    @Override
    public String send(Email email) {
        mailbox.insert(email);
        return email.id().toString();
    }
}
