package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why nobody is signed in by a provider. The log has what an operator needs, as a warning where the operator may have to
 * do something; users get what they can do.
 */
final class SignInFaults {
    private static final Logger LOG = LoggerFactory.getLogger(SignInFaults.class);

    private SignInFaults() {}

    /** @param why for the log; never with a token in it */
    static ApiException refused(String label, String why, @Nullable Throwable cause) {
        LOG.info("What the sign-in provider {} said is refused: {}", label, why);
        return new ApiException(
                ErrorCode.IDENTITY_REFUSED,
                "What " + label + " said about you could not be trusted. Begin again; if it happens again, tell the"
                        + " operator.",
                cause);
    }

    static ApiException failed(String label, String why, @Nullable Throwable cause) {
        LOG.warn("The sign-in provider {} failed: {}{}", label, why, cause == null ? "" : " (" + cause + ")");
        return new ApiException(
                ErrorCode.SIGN_IN_PROVIDER_FAILED,
                label + " could not be reached, or did not answer as it should. Try again in a little while.",
                cause);
    }

    static ApiException expired() {
        return new ApiException(
                ErrorCode.SIGN_IN_EXPIRED,
                "This sign-in was used before, took more than ten minutes, or was begun in another browser. Begin"
                        + " again.");
    }

    static ApiException cancelled(String label) {
        return new ApiException(
                ErrorCode.SIGN_IN_CANCELLED,
                "The sign-in was cancelled at " + label + ". Begin again when you want to.");
    }

    static ApiException addressNotVerified(String provider) {
        return new ApiException(
                ErrorCode.ADDRESS_NOT_VERIFIED,
                "The provider " + provider + " has not verified your e-mail address. Verify it there, then begin"
                        + " again.");
    }

    static ApiException linkingNeeded() {
        return new ApiException(
                ErrorCode.LINKING_NEEDED,
                "There is an account with this e-mail address that nobody has confirmed. Sign in with its password and"
                        + " confirm the address; then this way in works too.");
    }

    static ApiException taken() {
        return new ApiException(
                ErrorCode.IDENTITY_TAKEN,
                "Another account here is linked with this one of the provider. Unlink it there first.");
    }

    static ApiException suspended() {
        return new ApiException(
                ErrorCode.ACCOUNT_SUSPENDED, "This account is suspended. Its holder can ask the operator why.");
    }
}
