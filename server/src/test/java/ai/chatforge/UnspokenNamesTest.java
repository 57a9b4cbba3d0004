package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.document.api.Sources;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What must not be called by its name is known anew with each question, although most of it was known before. */
class UnspokenNamesTest {
    private final WebScene scene = WebScene.make();
    private final Sources sources = WebScene.SERVER.context().getBean(Sources.class);

    private JsonNode text(String title) {
        return scene.ready(
                scene.add(Map.of("type", "text", "title", title, "text", "The shop opens at nine.", "citable", false)));
    }

    private void change(JsonNode source, Map<String, Object> change) {
        scene.send("PATCH", source, "", change);
    }

    private List<String> namesWhenFound(JsonNode source) {
        UUID id = UUID.fromString(source.path("id").asString());
        return sources.found(new Sources.Places(
                        tenantOf(source), UUID.fromString(scene.bot()), List.of(new Sources.Place(id, 0))))
                .unspoken();
    }

    private static UUID tenantOf(JsonNode source) {
        return UUID.fromString(WebScene.SERVER
                .database()
                .asSuperuser("select tenant_id::text from document.source where id = '"
                        + source.path("id").asString() + "'")
                .getFirst());
    }

    @Test
    void whateverChangesIsKnownAtOnce() {
        JsonNode first = text("Rebates");
        JsonNode second = text("Wages");
        assertThat(namesWhenFound(first))
                .containsExactlyInAnyOrder(
                        first.path("id").asString(),
                        "Rebates",
                        second.path("id").asString(),
                        "Wages");
        assertThat(namesWhenFound(first)).isEqualTo(namesWhenFound(second)).hasSize(4);

        change(second, Map.of("title", "Salaries"));
        assertThat(namesWhenFound(first)).contains("Rebates", "Salaries").doesNotContain("Wages");

        JsonNode third = scene.ready(WebScene.SERVER
                .upload(scene.sources(), scene.owner(), "margins.txt", bytes("The margin is a tenth."))
                .json());
        assertThat(namesWhenFound(first)).hasSize(4).doesNotContain("margins.txt");
        change(third, Map.of("citable", false));
        assertThat(namesWhenFound(first)).contains("margins.txt");

        change(second, Map.of("citable", true));
        assertThat(namesWhenFound(first)).doesNotContain("Salaries");
        scene.send("DELETE", third, "");
        assertThat(namesWhenFound(first))
                .containsExactlyInAnyOrder(first.path("id").asString(), "Rebates");
        change(first, Map.of("citable", true));
        assertThat(namesWhenFound(first)).isEmpty();
    }

    @Test
    void aFileThatTakesThePlaceOfAnotherIsNamed() {
        JsonNode first = text("Rebates");
        JsonNode file = scene.ready(WebScene.SERVER
                .upload(scene.sources(), scene.owner(), "margins.txt", bytes("The margin is a tenth."))
                .json());
        change(file, Map.of("citable", false));
        assertThat(namesWhenFound(first)).contains("margins.txt");

        assertThat(WebScene.SERVER
                        .upload(
                                "PUT",
                                scene.path(file) + "/file",
                                scene.owner(),
                                "profits.txt",
                                bytes("Profits are small."))
                        .status())
                .isEqualTo(202);
        scene.ready(file);
        assertThat(namesWhenFound(first)).contains("profits.txt");
    }

    /** As where events of several accounts are handled together. */
    @Test
    void aTransactionMayGoOnForAnotherAccount() {
        JsonNode source = text("Rebates");
        assertThat(namesWhenFound(source)).contains("Rebates");
        JdbcClient sql = documents().sql();
        Tenant.run(tenantOf(source), () -> documents().run(() -> {
            sql.sql("update document.source set title = 'Discounts' where id = ?::uuid")
                    .param(source.path("id").asString())
                    .update();
            sql.sql("select set_config('chatforge.tenant', ?, true)")
                    .param(UUID.randomUUID().toString())
                    .query(String.class)
                    .single();
        }));
        assertThat(namesWhenFound(source)).contains("Discounts").doesNotContain("Rebates");
    }

    private static Database documents() {
        return WebScene.SERVER.context().getBean("document", Database.class);
    }

    @Test
    void nothingIsLeftOfABotThatIsDeleted() {
        text("Rebates");
        String left = "select version::text from document.private_names where bot_id = '" + scene.bot() + "'";
        assertThat(WebScene.SERVER.database().asSuperuser(left)).hasSize(1);
        WebScene.SERVER.send("DELETE", "/api/chatbots/" + scene.bot(), scene.owner(), null);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> WebScene.SERVER.database().asSuperuser(left).isEmpty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
