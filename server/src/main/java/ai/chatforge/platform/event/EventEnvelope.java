package ai.chatforge.platform.event;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event as it is stored and carried.
 *
 * @param payload the event as JSON
 */
record EventEnvelope(UUID id, String type, int version, UUID tenant, String key, Instant occurredAt, String payload) {

    private static final Pattern TEXT = Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"");

    /** For what is kept for long: who it was for can still be found in it. */
    String payloadWithoutLinks() {
        return TEXT.matcher(payload)
                .replaceAll(
                        text -> text.group().contains("://") ? "\"(sealed)\"" : Matcher.quoteReplacement(text.group()));
    }

    EventEnvelope with(String otherPayload) {
        return new EventEnvelope(id, type, version, tenant, key, occurredAt, otherPayload);
    }

    /** Without the payload: it may hold what lets somebody in. */
    @Override
    public String toString() {
        return "EventEnvelope[" + id + " " + type + "]";
    }
}
