package ai.chatforge.auth;

/** When somebody who signs up has an account. */
enum SignUpMode {
    /** Once a link in an e-mail was followed. Nobody learns by signing up which addresses have accounts. */
    CONFIRMED,
    /** At once, with a session, for who sends no e-mails. An address that has an account is refused, which tells so. */
    IMMEDIATE
}
