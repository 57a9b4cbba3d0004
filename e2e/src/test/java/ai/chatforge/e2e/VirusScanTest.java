package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A real clamd, which knows one harmless sentence as a virus. */
@Tag("servers")
class VirusScanTest {
    private static final String MARKER = "chatforge harmless test marker 7f3a";

    private static final Installation INSTALLATION = Installation.inOneProcess(
            "virus-scan",
            "--chatforge.document.virus-scan="
                    + Optional.ofNullable(System.getenv("CHATFORGE_TEST_CLAMD"))
                            .orElseThrow(() -> new AssertionError(
                                    "CHATFORGE_TEST_CLAMD must name a clamd that knows the test's signature, such as"
                                            + " 127.0.0.1:3310; .ci/run starts one.")));

    @AfterAll
    static void stop() {
        INSTALLATION.close();
    }

    @Test
    void whatTheScannerKnowsIsLockedAwayAndTheRestIsRead() {
        Client owner = INSTALLATION.signUp();
        String bot = owner.makeBot("Careful");
        String sources = "/api/chatbots/" + bot + "/sources";
        owner.upload(bot, "harmful.txt", BodyPublishers.ofString("Before. " + MARKER + " After."))
                .ok();
        owner.upload(bot, "harmless.txt", BodyPublishers.ofString("The guarantee lasts 24 months."))
                .ok();
        Map<String, JsonNode> read = new HashMap<>();
        for (JsonNode source : owner.awaitTrained(bot)) {
            read.put(source.path("title").asString(), source);
        }
        JsonNode harmful = Objects.requireNonNull(read.get("harmful.txt"));
        JsonNode harmless = Objects.requireNonNull(read.get("harmless.txt"));
        assertThat(harmful.path("status").asString()).isEqualTo("failed");
        assertThat(harmful.path("error").path("code").asString()).isEqualTo("infected");
        assertThat(harmless.path("status").asString()).isEqualTo("ready");
        String link = owner.post(sources + "/" + harmful.path("id").asString() + "/file-link", Map.of())
                .ok()
                .text("url");
        assertThat(owner.get(link).status()).isEqualTo(404);
        assertThat(owner.get(owner.post(sources + "/" + harmless.path("id").asString() + "/file-link", Map.of())
                                .ok()
                                .text("url"))
                        .ok()
                        .body())
                .contains("24 months");
    }
}
