package ai.chatforge;

import ai.chatforge.testkit.issuer.ScriptedIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where users of the running server can sign in beside the password. */
final class Issuers {
    static final ScriptedIssuer GOOGLE = start();
    static final ScriptedIssuer GITHUB = start();
    static final ScriptedIssuer COMPANY = start();

    private Issuers() {}

    static ScriptedIssuer named(String provider) {
        return switch (provider) {
            case "google" -> GOOGLE;
            case "github" -> GITHUB;
            case "company" -> COMPANY;
            default -> throw new IllegalArgumentException(provider);
        };
    }

    static List<String> options() {
        List<String> options = new ArrayList<>();
        for (String provider : List.of("google", "github", "company", "gone")) {
            String key = "--chatforge.auth.providers." + provider;
            // Nobody listens at port 1.
            String address = provider.equals("gone")
                    ? "http://127.0.0.1:1"
                    : named(provider).address();
            options.add(key + ".issuer=" + address);
            options.add(key + ".client-id=" + ScriptedIssuer.CLIENT_ID);
            options.add(key + ".client-secret-file=" + secretFile());
        }
        options.add("--chatforge.auth.providers.company.label=Example Corp");
        options.add("--chatforge.auth.provider-patience=3s");
        return options;
    }

    private static Path secretFile() {
        try {
            Path file = Files.createTempFile(Files.createDirectories(Path.of("target")), "client-secret-", "");
            return Files.writeString(file, ScriptedIssuer.CLIENT_SECRET + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScriptedIssuer start() {
        try {
            return ScriptedIssuer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
