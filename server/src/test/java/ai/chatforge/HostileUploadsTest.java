package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.document.extract.HostileCorpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A tenth of the hostile files over HTTP: taken or refused with a reason, and never the server's own fault. */
class HostileUploadsTest {
    private static final int EVERY = 10;

    @TempDir
    private Path folder;

    @Test
    void noHostileFileMakesTheServerFail() throws Exception {
        RunningServer server = RunningServer.shared();
        String token = server.signUp();
        String bot = server.send("POST", "/api/chatbots", token, Map.of("name", "Target"))
                .json()
                .path("id")
                .asString();
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        int number = 0;
        for (Map.Entry<String, byte[]> file :
                HostileCorpus.make(folder, "http://127.0.0.1:9/x", secret).entrySet()) {
            if (number++ % EVERY != 0) {
                continue;
            }
            RunningServer.Answer answer = server.upload(
                    "/api/chatbots/" + bot + "/sources?train=false", token, file.getKey(), file.getValue());
            assertThat(answer.status()).as(file.getKey() + " " + answer.body()).isIn(201, 413, 415, 422);
            JsonNode json = answer.json();
            if (answer.status() != 201) {
                assertThat(json.path("code").asString()).isNotBlank();
                assertThat(json.path("detail").asString()).matches("(?s)[A-Z].{15,}[.]");
            }
        }
    }
}
