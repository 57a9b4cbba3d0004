package ai.chatforge.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventEnvelopeTest {
    private static EventEnvelope with(String payload) {
        return new EventEnvelope(UUID.randomUUID(), "x", 1, UUID.randomUUID(), "k", Instant.EPOCH, payload);
    }

    @Test
    void whatIsKeptForLongHasNoLinks() {
        String payload = """
                {"to":"ada@example.com","values":{"name":"A \\"B\\" $1","link":"https://chat.example.com/reset?token=abc",
                "text":"Look: \\"http://x/?t=abc\\""},"n":1}""";
        assertThat(with(payload).payloadWithoutLinks()).isEqualTo("""
                        {"to":"ada@example.com","values":{"name":"A \\"B\\" $1","link":"(sealed)",
                        "text":"(sealed)"},"n":1}""");
        assertThat(with("\"" + "\\\\".repeat(100_000) + "\"").payloadWithoutLinks())
                .hasSize(200_002);
    }

    @Test
    void whereItIsShownThePayloadIsNot() {
        assertThat(with("{\"a\":1}").toString()).doesNotContain("a\":");
    }
}
