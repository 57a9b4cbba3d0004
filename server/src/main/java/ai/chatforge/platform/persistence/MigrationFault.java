package ai.chatforge.platform.persistence;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Why a schema cannot be brought up to date, and what to do; goes on from the schema's name. */
final class MigrationFault {
    private static final List<MigrationState> OF_NEWER =
            List.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);
    private static final List<MigrationState> OF_NOBODY =
            List.of(MigrationState.MISSING_SUCCESS, MigrationState.MISSING_FAILED, MigrationState.IGNORED);

    private MigrationFault() {}

    static String of(Flyway flyway, FlywayException fault) {
        if (!(fault instanceof FlywayValidateException)) {
            return "cannot be brought up to date: " + fault.getMessage()
                    + " Nothing of the migration that failed was kept. See to what is said, and start again.";
        }
        MigrationInfo[] all = flyway.info().all();
        String newer = names(all, migration -> OF_NEWER.contains(migration.getState()));
        if (!newer.isEmpty()) {
            return "is from a newer version of ChatForge: it has had " + newer + ", which this version does not know."
                    + " Start that version, or a later one; an older version can only go on with a backup from before"
                    + " the upgrade.";
        }
        String altered = names(
                all,
                migration -> OF_NOBODY.contains(migration.getState())
                        || (migration.isApplied()
                                && !(migration.isChecksumMatching()
                                        && migration.isDescriptionMatching()
                                        && migration.isTypeMatching())));
        return "was made by other migrations than this program's: " + (altered.isEmpty() ? "see the log" : altered)
                + " was altered, renamed, removed or put in between after the database had had it. Start a ChatForge"
                + " whose migrations are unaltered. If you develop it, put them back as they were, and write a new"
                + " migration for what you want to change.";
    }

    private static String names(MigrationInfo[] all, Predicate<MigrationInfo> which) {
        return Arrays.stream(all)
                .filter(which)
                .map(migration -> "V" + migration.getVersion() + " (" + migration.getDescription() + ")")
                .collect(Collectors.joining(", "));
    }
}
