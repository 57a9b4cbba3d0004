package ai.chatforge.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What vectors cost, on a new installation and on one whose administrators had set prices before. */
class EmbeddingPricesTest {
    private static final Path MIGRATION =
            Path.of("src/main/resources/db/accounting/V7__embeddings_and_what_comes_back.sql");

    private AccountingScene scene;

    @BeforeEach
    void start(@TempDir Path folder) {
        scene = new AccountingScene(folder);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private String price(String provider, String model) {
        return scene.bean(PriceList.class)
                .of(provider, model, scene.clock.instant())
                .input()
                .toPlainString();
    }

    private void put(String provider, String model, String price) {
        BigDecimal each = new BigDecimal(price);
        scene.db().run(() -> scene.bean(PriceRepository.class)
                .put(new Price(provider, model, scene.clock.instant().minusSeconds(1), each, each, each)));
    }

    private void migrateAgain() throws IOException {
        scene.test.asSuperuser(Files.readString(MIGRATION));
        scene.bean(PriceList.class).forget();
    }

    @Test
    void unknownOnesAreCheapAndKnownOnesAsTheVendorsSay() {
        assertThat(price("embeddings", "bge-m3@1024")).isEqualTo("0.1");
        assertThat(price("embeddings", "text-embedding-3-small@1536")).isEqualTo("0.02");
        assertThat(price("embeddings", "gemini-embedding-2@3072")).isEqualTo("0.2");
        assertThat(price("some-provider", "bge-m3")).isEqualTo("1");
    }

    @Test
    void whatAdministratorsHaveSetStays() throws IOException {
        scene.test.asSuperuser("delete from accounting.price where provider = 'embeddings'");
        put("*", "text-embedding-3-large*", "0.2");
        put("*", "our-own-embedder*", "0.3");

        migrateAgain();

        assertThat(price("embeddings", "text-embedding-3-large@3072")).isEqualTo("0.2");
        assertThat(price("embeddings", "our-own-embedder@384")).isEqualTo("0.3");
        assertThat(price("embeddings", "text-embedding-3-small@1536")).isEqualTo("0.02");
        assertThat(price("embeddings", "bge-m3@1024")).isEqualTo("0.1");
    }

    @Test
    void soDoesWhatTheyHaveSetForAllEmbeddings() throws IOException {
        scene.test.asSuperuser("delete from accounting.price where provider = 'embeddings'");
        put("embeddings", "*", "0");

        migrateAgain();

        assertThat(price("embeddings", "text-embedding-3-small@1536")).isEqualTo("0");
        assertThat(price("embeddings", "bge-m3@1024")).isEqualTo("0");
    }
}
