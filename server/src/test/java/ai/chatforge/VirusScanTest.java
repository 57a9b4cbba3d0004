package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.web.ScriptedSite;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Files wait for a scanner that is away, and what it knows is locked away. The real one is asked end to end. */
class VirusScanTest {
    private static final String HARMFUL = "this is what the scanner knows";

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    @TempDir
    Path data;

    @AfterAll
    static void end() {
        ((Logger) LoggerFactory.getLogger("ai.chatforge.document")).detachAppender(LOG);
    }

    /** That there was one, in the log and in the audit log. */
    private static void assertAlert(RunningServer server, String bot, String source) {
        assertThat(LOG.list).anySatisfy(event -> assertThat(String.valueOf(event.getKeyValuePairs()))
                .contains("alert=\"infected\"", "source=\"" + source + "\"", "signature=\"Test.Harmful\""));
        assertThat(server.database()
                        .asSuperuser("select details ->> 'bot' || ' ' || (details ->> 'signature') from platform.audit"
                                + " where action = 'source.infected' and subject = '" + source + "'"))
                .containsExactly(bot + " Test.Harmful");
    }

    @Test
    void filesWaitForTheScannerAndHarmfulOnesAreLockedAway() throws Exception {
        int port = freePort();
        RunningServer server = RunningServer.with(
                "--data-dir=" + data,
                "--chatforge.outside-http.allowed-private=127.0.0.0/8",
                "--chatforge.document.web.delay=5ms",
                "--chatforge.document.virus-scan=127.0.0.1:" + port);
        LOG.start();
        ((Logger) LoggerFactory.getLogger("ai.chatforge.document")).addAppender(LOG);
        try {
            String token = server.signUp();
            String bot = server.send("POST", "/api/chatbots", token, Map.of("name", "Careful"))
                    .json()
                    .path("id")
                    .asString();
            String sources = "/api/chatbots/" + bot + "/sources";
            String harmful = add(server, sources, token, "harmful.txt", HARMFUL);
            String harmless = add(server, sources, token, "harmless.txt", "The guarantee lasts 24 months.");
            for (String source : new String[] {harmful, harmless}) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    JsonNode waiting = server.get(sources + "/" + source, token).json();
                    assertThat(waiting.path("status").asString()).isEqualTo("pending");
                    assertThat(waiting.path("error").path("code").asString()).isEqualTo("scanner_unavailable");
                });
            }
            assertThat(open(server, sources, harmless, token).status()).isEqualTo(404);
            RunningServer.Answer waiting = attach(server, token, "The guarantee lasts 24 months.");
            assertThat(waiting.status()).as(waiting.body()).isEqualTo(503);
            assertThat(waiting.json().path("detail").asString()).contains("virus scanner", "Try again");
            try (ServerSocket daemon = new ServerSocket()) {
                daemon.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                Thread.ofVirtual().start(() -> serve(daemon));
                await().atMost(Duration.ofMinutes(4)).untilAsserted(() -> {
                    assertThat(status(server, sources, harmful, token)).isEqualTo("failed");
                    assertThat(status(server, sources, harmless, token)).isEqualTo("ready");
                });
                assertThat(server.get(sources + "/" + harmful, token)
                                .json()
                                .path("error")
                                .path("code")
                                .asString())
                        .isEqualTo("infected");
                assertThat(open(server, sources, harmful, token).status()).isEqualTo(404);
                assertAlert(server, bot, harmful);
                assertThat(kept(HARMFUL)).singleElement().satisfies(file -> assertThat(file.getParent())
                        .hasFileName("quarantine"));
                aHarmfulPageIsNeitherReadNorKept(server, bot, token);
                assertThat(attach(server, token, "The guarantee lasts 24 months.")
                                .status())
                        .isEqualTo(201);
                RunningServer.Answer infected = attach(server, token, HARMFUL);
                assertThat(infected.status()).as(infected.body()).isEqualTo(422);
                assertThat(infected.json().path("detail").asString()).contains("harmful", "clean copy");
                assertThat(open(server, sources, harmless, token).body()).contains("24 months");
                server.send("POST", "/api/chatbots/" + bot + "/train", token, null);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> status(server, sources, harmful, token).equals("failed"));
                assertThat(server.send("DELETE", sources + "/" + harmful, token, null)
                                .status())
                        .isEqualTo(204);
                whatCannotBeLockedAwayIsNotReadEither(server, bot, token);
            }
        } finally {
            server.context().close();
        }
    }

    private void whatCannotBeLockedAwayIsNotReadEither(RunningServer server, String bot, String token)
            throws IOException {
        Path folder = data.resolve("files").resolve("quarantine");
        try (Stream<Path> all = Files.list(folder)) {
            for (Path one : all.toList()) {
                Files.delete(one);
            }
        }
        Files.delete(folder);
        Files.createFile(folder);
        String sources = "/api/chatbots/" + bot + "/sources";
        String source = add(server, sources, token, "again.txt", HARMFUL);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> status(server, sources, source, token).equals("failed"));
        assertThat(server.get(sources + "/" + source, token)
                        .json()
                        .path("error")
                        .path("code")
                        .asString())
                .isEqualTo("infected");
        assertThat(open(server, sources, source, token).status()).isEqualTo(404);
        assertAlert(server, bot, source);
    }

    private void aHarmfulPageIsNeitherReadNorKept(RunningServer server, String bot, String token) throws IOException {
        String sources = "/api/chatbots/" + bot + "/sources";
        try (ScriptedSite site = ScriptedSite.start()) {
            site.html("/page", "<html><body><main><p>Here " + HARMFUL + "</p></main></body></html>");
            String page = server.send("POST", sources, token, Map.of("type", "url", "url", site.url("/page")))
                    .json()
                    .path("id")
                    .asString();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> status(server, sources, page, token).equals("failed"));
            JsonNode error = server.get(sources + "/" + page, token).json().path("error");
            assertThat(error.path("code").asString()).isEqualTo("infected");
            assertThat(error.path("message").asString())
                    .contains("nothing of it was kept", "cleaned where it is published")
                    .doesNotContain("upload", "locked away");
            assertAlert(server, bot, page);
            assertThat(kept(HARMFUL)).hasSize(1);
        }
    }

    /** Files of the server with these words in them. */
    private List<Path> kept(String words) throws IOException {
        List<Path> kept = new ArrayList<>();
        for (String folder : List.of("files", "tmp")) {
            if (Files.isDirectory(data.resolve(folder))) {
                try (Stream<Path> files = Files.walk(data.resolve(folder))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(words)) {
                            kept.add(file);
                        }
                    }
                }
            }
        }
        return kept;
    }

    private static String add(RunningServer server, String sources, String token, String name, String text) {
        RunningServer.Answer answer = server.upload(sources, token, name, text.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    private static RunningServer.Answer attach(RunningServer server, String token, String text) {
        return server.upload("/api/chat/attachments", token, "a.txt", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String status(RunningServer server, String sources, String source, String token) {
        return server.get(sources + "/" + source, token).json().path("status").asString();
    }

    private static RunningServer.Answer open(RunningServer server, String sources, String source, String token) {
        String url = server.send("POST", sources + "/" + source + "/file-link", token, null)
                .json()
                .path("url")
                .asString();
        return server.get(url, null);
    }

    private static void serve(ServerSocket daemon) {
        try {
            while (true) {
                try (Socket caller = daemon.accept()) {
                    DataInputStream in = new DataInputStream(caller.getInputStream());
                    in.readNBytes("zINSTREAM\0".length());
                    ByteArrayOutputStream file = new ByteArrayOutputStream();
                    for (int length = in.readInt(); length > 0; length = in.readInt()) {
                        file.writeBytes(in.readNBytes(length));
                    }
                    String answer = file.toString(StandardCharsets.UTF_8).contains(HARMFUL)
                            ? "stream: Test.Harmful FOUND\0"
                            : "stream: OK\0";
                    caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
