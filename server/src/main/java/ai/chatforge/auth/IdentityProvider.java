package ai.chatforge.auth;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A place outside that says who somebody is. Its faults are errors of {@link SignInFaults}. */
sealed interface IdentityProvider permits OidcProvider, GitHubProvider {

    /** The operator's name for it. */
    String name();

    /** The users' name for it. */
    String label();

    /** What its identities are kept under. */
    String issuer();

    /** Where the browser goes. */
    URI authorization(FlowSecrets secrets, String redirectUri);

    /** @param issuer the parameter {@code iss} with which the browser came back (RFC 9207); null when there was none */
    void checkSender(@Nullable String issuer);

    /** Who it is, for the code that the browser brought back. */
    ProvidedIdentity redeem(String code, FlowSecrets secrets, String redirectUri);
}
