package ai.chatforge.e2e;

import ai.chatforge.testkit.issuer.ScriptedIssuer;
import ai.chatforge.testkit.web.ScriptedYouTube;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What all tests with a browser share: a ChatForge that may fetch from this machine, a provider to sign in at, videos,
 * and the browser.
 */
record Site(Installation installation, ScriptedIssuer issuer, ScriptedYouTube youtube, Chromium chromium)
        implements AutoCloseable {
    static final String PROVIDER = "Example Corp";

    static Site open() {
        try {
            ScriptedIssuer issuer = ScriptedIssuer.start();
            Path secret = Files.createDirectories(Path.of("target")).resolve("client-secret");
            Files.writeString(secret, ScriptedIssuer.CLIENT_SECRET);
            ScriptedYouTube youtube = ScriptedYouTube.start();
            String provider = "--chatforge.auth.providers.company.";
            List<String> options = new ArrayList<>(List.of(Scripted.options()));
            options.addAll(List.of(
                    provider + "issuer=" + issuer.address(),
                    provider + "client-id=" + ScriptedIssuer.CLIENT_ID,
                    provider + "client-secret-file=" + secret.toAbsolutePath(),
                    provider + "label=" + PROVIDER,
                    "--chatforge.outside-http.allowed-private=127.0.0.0/8",
                    "--chatforge.document.web.delay=100ms",
                    "--chatforge.document.web.youtube=" + youtube.address(),
                    "--chatforge.user.base-plan=free"));
            Installation installation = Installation.inOneProcess("browser", options.toArray(String[]::new));
            return new Site(installation, issuer, youtube, new Chromium());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mailbox mailbox() {
        return installation.mailbox();
    }

    @Override
    public void close() {
        chromium.close();
        installation.close();
        issuer.close();
        youtube.close();
    }
}
