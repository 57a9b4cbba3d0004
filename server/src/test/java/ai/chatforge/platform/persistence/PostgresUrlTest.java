package ai.chatforge.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
    private static final String URL = "postgresql://me:secret%21@db.example.com:5433/chatforge";

    @Test
    void operatorsAddressesAreTheDrivers() {
        PostgresUrl url = PostgresUrl.parse(URL + "?sslmode=require");

        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.com:5433/chatforge?sslmode=require");
        assertThat(url.password()).isEqualTo("secret!");
        assertThat(url.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"preferQueryMode=simple", "stringtype=unspecified", "prepareThreshold=-1"})
    void optionsThatTakeStatementsApartAreRefused(String option) {
        assertThatThrownBy(() -> PostgresUrl.parse(URL + "?sslmode=require&" + option))
                .hasMessageContaining(option)
                .hasMessageNotContaining("secret");
    }
}
