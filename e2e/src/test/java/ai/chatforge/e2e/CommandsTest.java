package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The launcher's commands, and what it says when something stands in the way. */
class CommandsTest {
    private static final String ADMIN = "admin@example.com";
    private static final Path LIBRARIES = Path.of("..", "build", "app", "lib");
    private static final Launched SERVER = new Launched(
                    "commands",
                    Launched.freePort(),
                    List.of("--chatforge.auth.bcrypt-cost=10", "--chatforge.auth.sign-up=immediate"),
                    Map.of("CHATFORGE_ADMIN_PASSWORD", Client.PASSWORD))
            .start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aFolderInUseAndATakenPortAreSentences() {
        assertThat(SERVER.command("start", "--port=" + Launched.freePort()))
                .contains("is in use by another ChatForge", "--data-dir")
                .doesNotContain("\tat ")
                .endsWith("exit 2");
        assertThat(SERVER.command("start", "--port=" + SERVER.address().getPort(), "--services=gateway,nothing"))
                .contains("is taken", "there is no service 'nothing'")
                .doesNotContain("\tat ")
                .endsWith("exit 2");
        assertThat(SERVER.command("doctor")).contains("is in use by another ChatForge");
        Http.get(SERVER.address().resolve("/health"))
                .ifPresent(status -> assertThat(status).isEqualTo(200));
    }

    @Test
    void theIndexIsMadeAgainAndAnAdministratorMade() {
        Client owner = Client.signUp(SERVER::address);
        String bot = owner.makeBot("Index");
        owner.addText(bot, "Hours", "On Saturdays the shop opens at ten.").ok();
        owner.awaitTrained(bot);
        SERVER.stop();
        assertThat(SERVER.command("admin create", "--email", ADMIN)).endsWith("exit 0");
        assertThat(SERVER.command("admin create", "--email", ADMIN))
                .contains("There is an account with this e-mail address")
                .endsWith("exit 2");
        assertThat(SERVER.command("doctor", "--rebuild-index"))
                .contains("Everything is in order.")
                .endsWith("exit 0");
        SERVER.start();
        assertThat(owner.ask(bot, "When does the shop open on Saturdays?")
                        .path("content")
                        .asString())
                .contains("opens at ten");
        Answer admin = Client.anonymous(SERVER::address)
                .post("/api/auth/signin", Map.of("email", ADMIN, "password", Client.PASSWORD))
                .ok();
        assertThat(admin.json().path("user").path("role").asString()).isEqualTo("admin");
    }

    /** A start from the JVM's cache fails on such a one now and then. */
    @Test
    void noLibraryIsSealed() throws IOException {
        List<Path> sealed = new ArrayList<>();
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(LIBRARIES, "*.jar")) {
            for (Path library : libraries) {
                try (JarFile jar = new JarFile(library.toFile())) {
                    Manifest manifest = jar.getManifest();
                    if (manifest != null
                            && "true".equals(manifest.getMainAttributes().getValue(Attributes.Name.SEALED))) {
                        sealed.add(library.getFileName());
                    }
                }
            }
        }
        assertThat(sealed).isEmpty();
    }
}
