package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files wait for a scanner that is away, and what it knows is locked away. The real one is asked end to end. */
class VirusScanTest {
    private static final String HARMFUL = "this is what the scanner knows";

    @Test
    void filesWaitForTheScannerAndHarmfulOnesAreLockedAway() throws Exception {
        int port = freePort();
        RunningServer server = RunningServer.with("--chatforge.document.virus-scan=127.0.0.1:" + port);
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
            }
        } finally {
            server.context().close();
        }
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
