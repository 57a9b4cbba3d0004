package ai.chatforge.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.service.ServiceName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database whose migrations are not those of this program is left alone, and it is said why. */
class SchemasTest {
    private final TestDatabase test = TestDatabase.create();

    @AfterEach
    void end() {
        test.close();
    }

    private void start() {
        // As another build would find it.
        test.asSuperuser("comment on schema bot is null");
        new Schemas(new Logins(PostgresUrl.parse(test.ownerUrl()), PostgresUrl.parse(test.url())))
                .bringUpToDate(List.of(ServiceName.BOT));
    }

    private String failure() {
        return String.join(
                "\n", catchThrowableOfType(StartupFailure.class, this::start).mistakes());
    }

    private void history(String change) {
        test.asSuperuser("update bot.flyway_schema_history set " + change);
    }

    @Test
    void theSameMigrationsStart() {
        assertThatCode(this::start).doesNotThrowAnyException();
    }

    @Test
    void newerDataIsSaidToBeNewer() {
        test.asSuperuser("""
                insert into bot.flyway_schema_history
                select 900, '999', 'of tomorrow', type, 'V999__of_tomorrow.sql', 1, installed_by, installed_on, 1, true
                from bot.flyway_schema_history where version = '1'
                """);

        assertThat(failure())
                .contains("The schema 'bot'", "newer version of ChatForge", "V999 (of tomorrow)", "backup")
                .doesNotContain("altered");
    }

    @Test
    void anAlteredMigrationIsNamed() {
        history("checksum = checksum + 1 where version = '2'");

        assertThat(failure())
                .contains("The schema 'bot'", "V2 (teams and keys)", "altered", "new migration")
                .doesNotContain("newer", "V1 ", "V3 ");
    }

    @Test
    void aRenamedMigrationIsNamed() {
        history("version = '2.5' where version = '2'");

        assertThat(failure()).contains("V2.5 (teams and keys)", "altered").doesNotContain("newer");
    }

    @Test
    void aMigrationThatFailsSaysWhat() {
        test.asSuperuser("delete from bot.flyway_schema_history where version = '4'");

        assertThat(failure())
                .contains("cannot be brought up to date", "already exists", "start again")
                .doesNotContain("newer", "altered");
    }
}
