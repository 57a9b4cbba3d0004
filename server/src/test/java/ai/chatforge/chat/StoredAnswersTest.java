package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.EventOutlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** An answer of another process, by what is stored of it on the way. */
class StoredAnswersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ModelChoice CHOICE =
            new ModelChoice(new ExtractiveProvider(), new ModelProvider.Model("m", "m", 4_000, 500));

    private final TestDatabase test = TestDatabase.create();
    private final Database db = test.of(ServiceName.CHAT);
    private final JsonMapper json = JsonMapper.builder().build();
    private final MessageRepository messages = new MessageRepository(db, json);
    private final StoredAnswers stored = new StoredAnswers(db, messages);
    private final UUID tenant = UUID.randomUUID();
    private final UUID conversation = Ids.next();
    private final AnswerStream.Listener asker = new AnswerStream.Listener(tenant, null);
    private final Message question = Message.ofUser(Ids.next(), conversation, "q", NOW);
    private final Message answer = Message.begun(Ids.next(), conversation, CHOICE, NOW);
    private final StoredAnswers.Which which = new StoredAnswers.Which(answer.id(), tenant, asker);

    @BeforeEach
    void isBegun() {
        inTenant(() -> {
            new ConversationRepository(db).insert(conversation, null, asker, "t", NOW);
            messages.begin(question, answer, new MessageRepository.Work("p", NOW));
        });
    }

    @AfterEach
    void end() {
        test.close();
    }

    private void inTenant(Runnable work) {
        Tenant.run(tenant, () -> db.run(work));
    }

    private static List<Citation> citations(int count) {
        List<Citation> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(new Citation(
                    i,
                    UUID.randomUUID(),
                    "Hours",
                    null,
                    null,
                    "text/plain",
                    null,
                    null,
                    null,
                    UUID.randomUUID(),
                    0,
                    0,
                    4,
                    "Open",
                    "/x"));
        }
        return all;
    }

    private Message soFar(String text, List<Citation> cited) {
        return answer.ended(Message.Status.STREAMING, text, cited, null, null, 0);
    }

    private void checkpoint(String text, List<Citation> cited) {
        Tenant.run(tenant, () -> messages.checkpoint(soFar(text, cited), NOW));
    }

    @Test
    void onlyWhatIsNewIsRead() {
        assertThat(stored.changed(which, StoredAnswers.NOTHING))
                .map(MessageRepository.Stored::length)
                .contains(0);
        assertThat(stored.changed(which, 0)).isEmpty();

        checkpoint("Two \uD83D\uDE00", List.of());
        assertThat(stored.changed(which, 0)).hasValueSatisfying(now -> {
            assertThat(now.message().content()).isEqualTo("Two \uD83D\uDE00");
            assertThat(now.length()).isEqualTo(5);
        });
        assertThat(stored.changed(which, 5)).isEmpty();

        inTenant(() -> messages.interrupt(answer.id()));
        assertThat(stored.changed(which, 5)).map(now -> now.message().status()).contains(Message.Status.INTERRUPTED);
    }

    @Test
    void itIsNotThereForOthers() {
        StoredAnswers.Which other =
                new StoredAnswers.Which(answer.id(), tenant, new AnswerStream.Listener(UUID.randomUUID(), null));

        assertThatThrownBy(() -> stored.changed(other, StoredAnswers.NOTHING)).isInstanceOf(ApiException.class);
    }

    @Test
    void whatItCitesOutlivesTheProcessThatMadeIt() {
        List<Citation> cited = citations(1);
        checkpoint("So it is [1].", cited);
        inTenant(() -> messages.interrupt(answer.id()));

        assertThat(stored.read(which).content()).isEqualTo("So it is [1].");
        assertThat(stored.read(which).citations()).isEqualTo(cited);
    }

    @Test
    void citationsComeBeforeTheTextThatPointsAtThem() throws IOException {
        Events events = new Events();
        StoredShown shown = new StoredShown(stored, json, which, events, 0);
        List<Citation> cited = citations(2);

        shown.isOverWith(soFar("One [1]", cited.subList(0, 1)));
        shown.isOverWith(soFar("One [1] and", cited.subList(0, 1)));
        shown.isOverWith(soFar("One [1] and two [2]", cited));
        assertThat(events.all)
                .containsExactly(
                        "1000000007 start",
                        "1000000011 delta {\"text\":\" and\"}",
                        "null citations",
                        "1000000019 delta {\"text\":\" two [2]\"}");

        events.all.clear();
        StoredShown back = new StoredShown(stored, json, which, events, 1_000_000_007);
        back.isOverWith(soFar("One [1] and two [2]", cited));
        assertThat(events.all).containsExactly("null citations", "1000000019 delta {\"text\":\" and two [2]\"}");
    }

    /** The clocks of two machines do not agree; the database has one. */
    @Test
    void whoFollowsItIsKnownByTheClockOfTheDatabase() {
        stored.sign(which);
        assertThat(wanted()).containsExactly(answer.id());

        test.asSuperuser("update chat.running set followed_at = now() - interval '21 seconds' returning message_id");
        assertThat(wanted()).isEmpty();
    }

    private List<UUID> wanted() {
        return db.call(() -> messages.wanted("p", Duration.ofSeconds(20))).stream()
                .map(MessageRepository.Wanted::messageId)
                .toList();
    }

    private static final class Events implements EventOutlet {
        private final List<String> all = new ArrayList<>();

        @Override
        public void add(@Nullable Long id, String event, byte[] data) {
            all.add(id + " " + event + (event.equals("delta") ? " " + new String(data, StandardCharsets.UTF_8) : ""));
        }

        @Override
        public void flush() {}

        @Override
        public void heartbeat() {}
    }
}
