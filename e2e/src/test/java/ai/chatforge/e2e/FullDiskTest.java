package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * A data folder whose disk fills up: what needs room is refused, what was kept stays, and room makes all well again.
 * {@code .ci/run} mounts the small disk where it may.
 */
@Tag("servers")
@EnabledIfEnvironmentVariable(named = "CHATFORGE_TEST_SMALL_DISK", matches = ".+")
class FullDiskTest {
    private static final byte[] LARGE = new byte[20_000_000];
    private static final byte[] BLOCK = new byte[64 * 1024];

    private static Path disk;
    private static Installation installation;

    @BeforeAll
    static void start() {
        disk = Path.of(Objects.requireNonNull(System.getenv("CHATFORGE_TEST_SMALL_DISK")));
        installation = Installation.inFolder("full-disk", disk.resolve("data"));
    }

    @AfterAll
    static void stop() {
        installation.close();
        Folders.deleteAll(disk.resolve("data"));
    }

    @Test
    void aFullDiskRefusesWhatNeedsRoomAndLosesNothing() throws IOException {
        Client owner = installation.signUp();
        String bot = owner.makeBot("Kept");
        owner.addText(bot, "Guarantee", "The guarantee of the pump lasts 24 months.")
                .ok();
        owner.awaitTrained(bot);
        Path filler = disk.resolve("filler");
        try {
            fill(filler);
            Set<Integer> refused = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                Answer upload = owner.upload(bot, "large.txt", BodyPublishers.ofByteArray(LARGE));
                assertThat(upload.header("content-type")).startsWith("application/problem+json");
                refused.add(upload.status());
            }
            assertThat(refused).containsExactly(503);
            assertThat(owner.get("/api/chatbots").ok().body()).contains(bot);
        } finally {
            Files.deleteIfExists(filler);
        }
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> owner.addText(bot, "Price", "The price of the pump is 90 euros.")
                                .status()
                        == 201);
        assertThat(owner.awaitTrained(bot))
                .allMatch(source -> source.path("status").asString().equals("ready"));
        assertThat(owner.ask(bot, "How long is the guarantee of the pump?")
                        .path("content")
                        .asString())
                .contains("24 months");
        assertThat(owner.ask(bot, "What is the price of the pump?")
                        .path("content")
                        .asString())
                .contains("90 euros");
    }

    private static void fill(Path filler) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
