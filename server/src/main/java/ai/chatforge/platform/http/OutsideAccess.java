package ai.chatforge.platform.http;

/** Where a request may go. */
public enum OutsideAccess {
    /** Public addresses only: for everything that a user or a page can name. */
    PUBLIC_ONLY,
    /** Anywhere: for addresses that the operator configured, such as a model server in the same network. */
    OPERATOR_CONFIGURED
}
