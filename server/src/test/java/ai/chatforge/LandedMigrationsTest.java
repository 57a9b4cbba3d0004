package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a database has had can be changed by a new migration alone, so those that landed stay as they are. */
class LandedMigrationsTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db");
    private static final Path RECORD = Path.of("src/test/resources/landed-migrations.sha256");

    @Test
    void whatLandedStaysAsItIs() throws Exception {
        Map<String, String> now = now();
        Map<String, String> landed = landed();
        if (Boolean.getBoolean("update")) {
            now.forEach(landed::putIfAbsent);
            Files.writeString(
                    RECORD,
                    landed.entrySet().stream()
                            .map(line -> line.getValue() + "  " + line.getKey() + "\n")
                            .collect(Collectors.joining()));
        }
        landed.forEach((name, sum) -> assertThat(now).as("""
                        The migration %s was altered, renamed or removed. Databases that have had it would not start any \
                        more: put it back as it was, and add a new migration with the next free number. If it has never \
                        been on main, delete its line in %s, and record it again.""", name, RECORD).containsEntry(name, sum));
        assertThat(landed.keySet()).as("""
                        There is a new migration. When it is ready, record it, so that nobody alters it: \
                        mvn -pl server -am test -Dtest=LandedMigrationsTest -Dsurefire.failIfNoSpecifiedTests=false \
                        -Dupdate=true""").containsAll(now.keySet());
    }

    private static Map<String, String> now() throws IOException, NoSuchAlgorithmException {
        Map<String, String> now = new TreeMap<>();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> files = Files.walk(MIGRATIONS)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".sql")).toList()) {
                // However git writes the ends of lines here.
                String text = Files.readString(file).replace("\r\n", "\n");
                now.put(
                        MIGRATIONS.relativize(file).toString().replace('\\', '/'),
                        HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8))));
            }
        }
        return now;
    }

    private static Map<String, String> landed() throws IOException {
        return Files.readAllLines(RECORD).stream()
                .map(line -> line.split("  ", 2))
                .collect(Collectors.toMap(line -> line[1], line -> line[0], (one, other) -> one, TreeMap::new));
    }
}
