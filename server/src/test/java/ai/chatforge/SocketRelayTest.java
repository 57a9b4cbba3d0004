package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.service.ServiceName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sockets through a gateway that is a process of its own. */
class SocketRelayTest {
    private static final String SECRET = "--chatforge.cluster-secret=" + UUID.randomUUID();
    private static final RunningServer BEHIND = RunningServer.with(
            SECRET,
            "--services="
                    + Arrays.stream(ServiceName.values())
                            .filter(service -> service != ServiceName.GATEWAY)
                            .map(ServiceName::key)
                            .collect(Collectors.joining(",")));
    private static final RunningServer FRONT = RunningServer.with(front());

    private static String[] front() {
        List<String> options = new ArrayList<>(List.of(SECRET, "--services=gateway"));
        for (ServiceName service : ServiceName.values()) {
            if (service != ServiceName.GATEWAY) {
                options.add("--chatforge.remote." + service.key() + ".url=" + BEHIND.address());
            }
        }
        return options.toArray(String[]::new);
    }

    @AfterAll
    static void end() {
        FRONT.context().close();
        BEHIND.context().close();
    }

    @Test
    void anAnswerComesThrough() {
        String user = FRONT.signUp();
        try (SocketClient socket = SocketClient.signedIn(FRONT, user)) {
            socket.send(Map.of("type", "ask", "ref", "a", "content", "Hello"));
            List<JsonNode> events = socket.toEnd("a");
            assertThat(SocketClient.text(events.getLast(), "event")).isEqualTo("done");
            socket.send(Map.of("type", "ask", "ref", "long", "content", "x".repeat(32_001)));
            assertThat(socket.problem("long").path("code").asString()).isEqualTo("invalid_request");
            socket.raw().sendClose(1000, "").join();
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void whoIsNotLetInIsToldWhyAsByARequest() {
        assertThat(SocketClient.refused(FRONT, "/api/chat/socket", Map.of())).isEqualTo(401);
        assertThat(SocketClient.refused(FRONT, "/api/chat/" + UUID.randomUUID() + "/socket", Map.of()))
                .isEqualTo(404);
        assertThat(SocketClient.refused(
                        FRONT,
                        "/api/chat/socket",
                        Map.of("Authorization", "Bearer " + FRONT.signUp(), "Origin", "https://evil.example")))
                .isEqualTo(403);
        assertThat(FRONT.get("/api/chat/socket", FRONT.signUp())
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("invalid_request");
    }

    @Test
    void aSessionThatEndsEndsTheSocketWithItsCode() {
        String user = FRONT.signUp();
        try (SocketClient socket = SocketClient.signedIn(FRONT, user)) {
            assertThat(FRONT.send("POST", "/api/auth/signout", user, null).status())
                    .isBetween(200, 299);
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
    }
}
