package ai.chatforge.vector;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorSettingsTest {

    @Test
    void nothingHasToBeSetForTheStoreInTheDataFolder() {
        assertThat(wrong(VectorParts.settings())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"qdrant", "weaviate", "pinecone"})
    void aVectorDatabaseNeedsItsAddressOrKey(String store) {
        assertThat(wrong(VectorParts.settings("store", store)))
                .singleElement()
                .asString()
                .contains("server needs its url");
    }

    @ParameterizedTest
    @CsvSource({
        "qdrant, server.url, http://localhost:6333",
        "weaviate, server.url, http://localhost:8080",
        "pinecone, server.api-key, k-0123456789"
    })
    void andNoMore(String store, String key, String value) {
        assertThat(wrong(VectorParts.settings("store", store, key, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"server.url, localhost:6333", "server.name-prefix, Chat_Forge", "server.name-prefix, 1st"})
    void whatNoServerTakesIsSaid(String key, String value) {
        assertThat(wrong(VectorParts.settings(key, value))).hasSize(1);
    }

    @Test
    void theKeyIsInNoText() {
        VectorSettings settings = VectorParts.settings("store", "pinecone", "server.api-key", "k-0123456789");
        assertThat(settings + " " + settings.server()).doesNotContain("k-0123456789");
    }

    private static List<String> wrong(VectorSettings settings) {
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            return factory.getValidator().validate(settings).stream()
                    .map(each -> each.getPropertyPath() + " " + each.getMessage())
                    .toList();
        }
    }
}
