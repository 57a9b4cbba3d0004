package ai.chatforge.auth;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Sign-in. */
@ConfigurationProperties("chatforge.auth")
record AuthSettings(
        @Setting(
                "When a sign-up opens an account: confirmed (once a link in an e-mail was followed; its answer does not"
                        + " tell whether the address has an account) or immediate (at once and with a session, also"
                        + " where no e-mails go out; an address that has an account is refused, so anybody can find out which"
                        + " ones do).")
        @DefaultValue("confirmed")
        SignUpMode signUp,

        @Setting("Work factor of bcrypt, as a power of two; older hashes are renewed at sign-in.")
        @DefaultValue("12")
        @Min(10)
        @Max(16)
        int bcryptCost,

        @Setting("How passwords are hashed: bcrypt or argon2id; others are made anew at sign-in.")
        @DefaultValue("bcrypt")
        PasswordAlgorithm passwordAlgorithm,

        @Setting("How long a sign-in waits for its turn to hash a password, before it is answered with 503.")
        @DefaultValue("5s")
        Duration hashingPatience,

        @Setting("Fewest characters of a password.") @DefaultValue("8") @Min(8)
        int minPasswordLength,

        @Setting("File of passwords that are refused, one a line in plain text, beside the short list that is shipped.")
        @Nullable
        Path breachedPasswords,

        @Setting("How long an access token is valid.") @DefaultValue("15m")
        Duration accessTokenLife,

        @Setting("How long a session lasts after it was last renewed.") @DefaultValue("24h")
        Duration sessionLife,

        @Setting("How long a refresh token can renew the session.") @DefaultValue("30d")
        Duration refreshTokenLife,

        @Setting("An administrator who is there from the first start on.") @DefaultValue @Valid
        Administrator administrator,

        @Setting("How often one may try; 0 switches a limit off.") @DefaultValue @Valid
        Limits limits,

        @Setting("Where users may sign in beside the password, as chatforge.auth.providers.<name>.client-id and so on."
                + " The names google and github need client-id and client-secret only; any other name is an OpenID"
                + " Connect issuer. Register <public-url>/api/auth/oauth/<name>/callback there as redirect URI.")
        @DefaultValue
        Map<
                        @Pattern(
                                regexp = "[a-z0-9-]{1,40}",
                                message = "must have small letters, digits and hyphens only")
                        String,
                        @Valid SignInProviderSettings>
                providers,

        @Setting("How long a provider may take for each answer, before the sign-in is given up.") @DefaultValue("5s")
        Duration providerPatience) {

    /** Told together with all other mistakes of the settings. */
    @AssertTrue(message = "must each have an issuer, but for google and github")
    boolean isProviders() {
        return providers.entrySet().stream()
                .allMatch(each -> each.getValue().issuer() != null
                        || SignInProviderSettings.WELL_KNOWN.containsKey(each.getKey()));
    }

    /** Made at a start at which there is no account with the address; later changes of the password stay. */
    record Administrator(
            @Setting("E-mail address. Empty: none is made; the command `chatforge admin create` makes one too.")
            @Nullable
            @Email
            String email,

            @Setting(value = "Password, until it is changed in the application.", secret = true) @Nullable
            String password) {

        @Override
        public String toString() {
            return "Administrator[" + email + "]";
        }
    }

    /** For each e-mail address, and for each client. */
    record Limits(
            @Setting("Sign-ups within an hour, for each e-mail address and each client.") @DefaultValue("5") @Min(0)
            int signUp,

            @Setting("Sign-ins within 15 minutes, with wrong codes of a second factor, for each e-mail address and each"
                    + " client.")
            @DefaultValue("10")
            @Min(0)
            int signIn,

            @Setting("E-mails within an hour with a link to a new password, for each e-mail address and each client;"
                    + " as many that confirm an address.")
            @DefaultValue("3")
            @Min(0)
            int passwordReset) {}
}
