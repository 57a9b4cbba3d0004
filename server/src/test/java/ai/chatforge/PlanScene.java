package ai.chatforge;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** An account on a plan of its own choice; others of the running server have no limits. */
record PlanScene(UUID id, String token) {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Database USER = SERVER.context().getBean("user", Database.class);

    static PlanScene signUp(String plan) {
        Map<String, Object> account =
                Map.of("email", UUID.randomUUID() + "@example.com", "password", "a good long password");
        JsonNode made = SERVER.send("POST", "/api/auth/signup", null, account).json();
        PlanScene scene = new PlanScene(
                UUID.fromString(made.path("user").path("id").asString()),
                made.path("accessToken").asString());
        scene.choose(plan);
        return scene;
    }

    private void choose(String plan) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Tenant.call(
                        id,
                        () -> USER.call(() -> USER.sql()
                                        .sql(
                                                "update \"user\".subscription set plan = ?, trial_plan = null, trial_ends_at = null")
                                        .param(plan)
                                        .update()
                                == 1)));
        // Until nothing of before is remembered any more.
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> SERVER.context()
                .getBean(ai.chatforge.user.api.Allowances.class)
                .of(id)
                .plan()
                .equals(plan));
    }

    JsonNode entitlements() {
        return SERVER.get("/api/users/me/entitlements", token).json();
    }

    String bot() {
        return SERVER.send("POST", "/api/chatbots", token, Map.of("name", "Shop"))
                .json()
                .path("id")
                .asString();
    }
}
