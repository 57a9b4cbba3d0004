package ai.chatforge.document;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevisionRepositoryTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final TestDatabase test = TestDatabase.create();
    private final Database db = test.of(ServiceName.DOCUMENT);
    private final SourceRepository sources = new SourceRepository(db);
    private final RevisionRepository revisions = new RevisionRepository(db);
    private final UUID tenant = Ids.next();
    private final UUID bot = Ids.next();

    @AfterEach
    void close() {
        test.close();
    }

    private UUID add(String status, @Nullable String stage, @Nullable UUID token) {
        UUID id = Ids.next();
        test.asSuperuser(
                ("insert into document.source (id, tenant_id, bot_id, type, title, media_type, size_bytes, sha256,"
                                + " status, stage, stage_at, job_token, created_at, updated_at)"
                                + " values ('%s', '%s', '%s', 'text', 'T', 'text/plain', 1, '', '%s', %s, now(), %s, now(), now())"
                                + " returning id")
                        .formatted(id, tenant, bot, status, quoted(stage), quoted(token)));
        return id;
    }

    private static String quoted(@Nullable Object text) {
        return text == null ? "null" : "'" + text + "'";
    }

    private <T> T here(Supplier<T> work) {
        return Tenant.call(tenant, () -> db.call(work));
    }

    private @Nullable Long left(UUID source) {
        return here(() -> sources.find(source)).orElseThrow().progress().secondsLeft();
    }

    private static Instant after(int seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void howLongItTakesIsEstimatedFromTheWorkAndNotFromTheWaiting() {
        UUID token = UUID.randomUUID();
        UUID large = add("processing", "extracting", token);
        here(() -> revisions.extracted(large, token, 100, null, START));
        here(() -> revisions.embedded(large, token, 10, 10, after(10)));
        assertThat(left(large)).isEqualTo(90);

        add("pending", "waiting", null);
        assertThat(here(() -> revisions.stepBack(large, token, after(10)))).isTrue();
        assertThat(left(large)).isNull();
        List<RevisionRepository.Admitted> admitted = here(() -> revisions.admit(2));
        UUID next = Objects.requireNonNull(admitted.stream()
                .filter(one -> one.source().equals(large))
                .findFirst()
                .orElseThrow()
                .token());
        here(() -> revisions.embedded(large, next, 20, 20, after(1_000)));
        assertThat(left(large)).isNull();
        here(() -> revisions.embedded(large, next, 30, 30, after(1_010)));
        assertThat(left(large)).isEqualTo(70);
    }

    @Test
    void ofVeryManySourcesThoseComeThatSomebodyHasToSeeTo() {
        UUID failed = add("failed", null, null);
        UUID held = add("pending", null, null);
        add("ready", null, null);
        UUID working = add("processing", "embedding", UUID.randomUUID());
        UUID newest = add("ready", null, null);

        assertThat(here(() -> sources.foremost(bot, true, 4)))
                .extracting(Source::id)
                .containsExactly(failed, held, working, newest);
    }
}
