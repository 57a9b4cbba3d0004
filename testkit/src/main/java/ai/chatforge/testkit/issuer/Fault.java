package ai.chatforge.testkit.issuer;

/** What an issuer does wrong, until it is told to do something else. */
public enum Fault {
    NONE,
    /** The user says no: the browser comes back with {@code error=access_denied}. */
    DENIED,
    /** The browser comes back with an error of the issuer. */
    SERVER_ERROR,
    /** The browser comes back without a code. */
    NO_CODE,
    /** The browser comes back with the {@code iss} of another issuer (RFC 9207). */
    FOREIGN_SENDER,
    /** The browser comes back without {@code iss}, though the discovery document promises it. */
    NO_SENDER,
    /** The code belongs to a flow with another PKCE challenge. */
    FOREIGN_CHALLENGE,
    WRONG_NONCE,
    NO_NONCE,
    WRONG_AUDIENCE,
    /** The client is among several audiences, but the token was handed to another one. */
    FOREIGN_PARTY,
    /** The client is among several audiences, and nothing says who the token was handed to. */
    NO_PARTY,
    WRONG_ISSUER,
    EXPIRED,
    NO_EXPIRY,
    FROM_THE_FUTURE,
    NO_SUBJECT,
    /** {@code alg: none}, without a signature. */
    UNSIGNED,
    /** {@code alg: HS256}, with the public key as its secret. */
    SYMMETRIC,
    /** Signed by a key that is not published, under an id that is not either. */
    UNKNOWN_KEY,
    /** Signed by a key that is not published, under the id of one that is. */
    FORGED,
    /** The token endpoint answers 500. */
    TOKEN_FAILS,
    /** The token endpoint answers with something that is not JSON. */
    TOKEN_GARBAGE,
    /** The token endpoint answers with JSON that is no object. */
    TOKEN_LIST,
    /** The token endpoint answers without a token. */
    NO_TOKEN,
    /** The token endpoint does not answer until the issuer does something else. */
    TOKEN_SILENT,
    /** GitHub's API answers 401. */
    API_REFUSES,
    /** The discovery document names an address of its keys under another name of this machine. */
    KEYS_ELSEWHERE,
    /** Nothing answers properly: not even the discovery document. */
    DOWN
}
