package ai.chatforge.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The credits of an account as its owner sees them. */
record Purse(Client owner) {
    /** What is reserved is resolved within this time, whatever became of the process that reserved it (R1). */
    private static final Duration RESOLVED = Duration.ofSeconds(60);

    long available() {
        return balance().path("available").asLong();
    }

    long reserved() {
        return balance().path("reserved").asLong();
    }

    /** Granted and bought ones. */
    long lasting() {
        return balance().path("lasting").asLong();
    }

    private JsonNode balance() {
        return owner.get("/api/credits/balance").ok().json();
    }

    void awaitNothingReserved() {
        await().atMost(RESOLVED).pollInterval(Duration.ofMillis(250)).until(() -> reserved() == 0);
    }

    /** The sums of this month. */
    JsonNode used() {
        return owner.get("/api/usage").ok().json().path("total");
    }

    /** @param kind reservation, settlement, expiry, grant and others */
    List<JsonNode> transactions(String kind) {
        return owner.all("/api/credits/transactions?limit=100&kind=" + kind);
    }
}
