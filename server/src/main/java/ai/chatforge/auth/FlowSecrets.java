package ai.chatforge.auth;

import ai.chatforge.platform.crypto.OpaqueToken;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What ties a sign-in at a provider to one browser. Nonce and PKCE verifier (RFC 7636) follow from the cookie, so that
 * the server keeps neither.
 *
 * @param state goes to the provider and comes back
 * @param cookie stays in the browser
 */
record FlowSecrets(String state, String cookie) {

    static FlowSecrets next() {
        return new FlowSecrets(OpaqueToken.next(), OpaqueToken.next());
    }

    String nonce() {
        return OpaqueToken.sha256("nonce " + cookie);
    }

    String verifier() {
        return OpaqueToken.sha256("verifier " + cookie);
    }

    String challenge() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(OpaqueToken.sha256(verifier())));
    }

    @Override
    public String toString() {
        return "FlowSecrets";
    }
}
