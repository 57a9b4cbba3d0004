package ai.chatforge.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.platform.service.ServiceName;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {
    @Test
    void eachServiceSeesItsOwnSchemaOnly() {
        try (TestDatabase test = TestDatabase.create()) {
            Database auth = test.of(ServiceName.AUTH);
            String role = auth.call(() ->
                    auth.sql().sql("select current_user").query(String.class).single());
            assertThat(role).isEqualTo("chatforge_auth");
            assertThatThrownBy(() -> auth.run(() ->
                            auth.sql().sql("select * from bot.bot").query().listOfRows()))
                    .rootCause()
                    .hasMessageContaining("permission denied for schema bot");
        }
    }
}
