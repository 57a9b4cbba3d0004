package ai.chatforge.auth;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** One provider of sign-ins. */
record SignInProviderSettings(
        @Setting("Its address, exactly as it names itself, such as https://login.example.com/realms/staff; https, or"
                + " http on this machine. Known of google and github, where it can be one's own GitHub server.")
        @Nullable
        @Pattern(
                regexp = "https://[^\\s?#]+|http://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?(/[^\\s?#]*)?",
                message = "must be an https address")
        String issuer,

        @Setting("What the provider calls this ChatForge.") @NotBlank
        String clientId,

        @Setting(value = "What the provider gave out with the client id.", secret = true) @Nullable
        String clientSecret,

        @Setting("File that has the client secret, instead of client-secret.") @Nullable
        Path clientSecretFile,

        @Setting("What users read on the button, after \"Continue with\".") @Nullable
        String label,

        @Setting("What is asked of the provider, separated by commas. Empty: openid, email and profile; at github"
                + " read:user and user:email.")
        @DefaultValue
        List<@NotBlank String> scopes) {

    static final String GOOGLE = "google";
    static final String GITHUB = "github";

    /** Issuers that need not be given. */
    static final Map<String, String> WELL_KNOWN =
            Map.of(GOOGLE, "https://accounts.google.com", GITHUB, "https://github.com");

    private static final Map<String, String> LABELS = Map.of(GOOGLE, "Google", GITHUB, "GitHub");

    /** Told together with all other mistakes of the settings. */
    @AssertTrue(message = "is missing: give client-secret, or client-secret-file with a file that can be read")
    boolean isSecret() {
        return (clientSecret != null && !clientSecret.isBlank())
                || (clientSecretFile != null && Files.isReadable(clientSecretFile));
    }

    String secret() {
        if (clientSecretFile == null || (clientSecret != null && !clientSecret.isBlank())) {
            return String.valueOf(clientSecret);
        }
        try {
            return Files.readString(clientSecretFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + clientSecretFile + " cannot be read", e);
        }
    }

    String issuerOf(String name) {
        return issuer == null ? String.valueOf(WELL_KNOWN.get(name)) : issuer.strip();
    }

    String labelOf(String name) {
        return label == null || label.isBlank() ? LABELS.getOrDefault(name, name) : label.strip();
    }

    @Override
    public String toString() {
        return "SignInProviderSettings[" + clientId + "]";
    }
}
