package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.testkit.embedding.ScriptedEmbeddings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Vectors by a model that the operator pays are paid by whose bot's key asks for them. */
class EmbeddingCreditsTest {
    private static final ScriptedEmbeddings ENDPOINT = endpoint();
    private static final RunningServer SERVER = RunningServer.with(
            "--chatforge.vector.embedding.url=" + ENDPOINT.url(),
            "--chatforge.vector.embedding.model=some-model",
            "--chatforge.vector.embedding.dimension=64",
            "--chatforge.user.base-plan=free",
            "--chatforge.auth.administrator.email=root@example.com",
            "--chatforge.auth.administrator.password=a good long password",
            "--chatforge.user.trial-days=0");

    private static String owner;
    private static String key;

    private static ScriptedEmbeddings endpoint() {
        try {
            return new ScriptedEmbeddings(64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void program() {
        String admin = SERVER.send(
                        "POST",
                        "/api/auth/login",
                        null,
                        Map.of("email", "root@example.com", "password", "a good long password"))
                .json()
                .path("accessToken")
                .asString();
        RunningServer.Answer priced = SERVER.send(
                "PUT",
                "/api/admin/prices",
                admin,
                Map.of("provider", "embeddings", "model", "some-model*", "input", 1, "cached", 1, "output", 1));
        assertThat(priced.status()).as(priced.body()).isBetween(200, 299);
        owner = SERVER.signUp();
        String bot = SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Shop"))
                .json()
                .path("id")
                .asString();
        key = SERVER.send(
                        "POST",
                        "/api/chatbots/" + bot + "/keys",
                        owner,
                        Map.of("name", "Program", "scopes", List.of("chat")))
                .json()
                .path("secret")
                .asString();
    }

    @AfterAll
    static void end() throws IOException {
        SERVER.context().close();
        ENDPOINT.close();
    }

    private static RunningServer.Answer embed(String text) {
        return embed(List.of(text, "end"));
    }

    private static RunningServer.Answer embed(List<String> texts) {
        return SERVER.send("POST", "/v1/embeddings", key, Map.of("model", "default", "input", texts));
    }

    private static JsonNode balance() {
        return SERVER.get("/api/credits/balance", owner).json();
    }

    @Test
    void theyCostTheirTokensAndWhatCannotBePaidIsNotMade() {
        long had = balance().path("available").asLong();
        RunningServer.Answer made = embed("lamp ".repeat(300));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        long tokens = made.json().path("usage").path("total_tokens").asLong();
        assertThat(tokens).isGreaterThan(300);
        assertThat(balance().path("available").asLong()).isEqualTo(had - tokens);

        int calls = ENDPOINT.calls().size();
        // More than the free plan gives.
        RunningServer.Answer refused = embed("lamp ".repeat(12_000));
        assertThat(refused.status()).as(refused.body()).isEqualTo(402);
        assertThat(refused.json().path("error").path("code").asString()).isEqualTo("insufficient_quota");
        assertThat(ENDPOINT.calls()).hasSize(calls);
        assertThat(balance().path("reserved").asLong()).isZero();

        ENDPOINT.script(ScriptedEmbeddings.Fault.REFUSED);
        assertThat(embed("lamp").status()).isGreaterThanOrEqualTo(500);
        assertThat(balance().path("available").asLong()).isEqualTo(had - tokens);
        assertThat(balance().path("reserved").asLong()).isZero();

        // Of 150 texts 64 are made, and the next 64 fail.
        long before = balance().path("available").asLong();
        long each =
                embed(List.of("lamp")).json().path("usage").path("total_tokens").asLong();
        ENDPOINT.script(ScriptedEmbeddings.Fault.NONE, ScriptedEmbeddings.Fault.REFUSED);
        assertThat(embed(Collections.nCopies(150, "lamp")).status()).isGreaterThanOrEqualTo(500);
        assertThat(balance().path("available").asLong()).isEqualTo(before - each - 64 * each);
        assertThat(balance().path("reserved").asLong()).isZero();
    }

    @Test
    void whatComesAgainUnderAKeyIsPaidOnce() throws Exception {
        HttpRequest asking = SERVER.request("/v1/embeddings")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "embed-1")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"default\",\"input\":\"lamp\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> first = client.send(asking, HttpResponse.BodyHandlers.ofString());
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            long left = balance().path("available").asLong();

            assertThat(client.send(asking, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo(first.body());
            assertThat(balance().path("available").asLong()).isEqualTo(left);
        }
    }

    @Test
    void aWrongDimensionIsRefusedBeforeAnythingIsBought() {
        int calls = ENDPOINT.calls().size();

        RunningServer.Answer refused = SERVER.send(
                "POST", "/v1/embeddings", key, Map.of("model", "default", "input", "lamp", "dimensions", 65));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().path("error").path("param").asString()).isEqualTo("dimensions");
        assertThat(ENDPOINT.calls()).hasSize(calls);
    }
}
