package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.Closing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Answers that nobody works on do not look as if they were under way. */
class DeadAnswersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ModelChoice CHOICE =
            new ModelChoice(new ExtractiveProvider(), new ModelProvider.Model("m", "m", 4_000, 500));

    private final TestDatabase test = TestDatabase.create();
    private final Database db = test.of(ServiceName.CHAT);
    private final MessageRepository messages =
            new MessageRepository(db, JsonMapper.builder().build());
    private final ConversationRepository conversations = new ConversationRepository(db);
    private final StreamRegistry streams = new StreamRegistry(StreamRegistryTest.SETTINGS, new Closing());
    private final UUID tenant = UUID.randomUUID();
    private final UUID conversation = Ids.next();
    private final AnswerStream.Listener asker = new AnswerStream.Listener(tenant, null);

    @AfterEach
    void end() {
        test.close();
    }

    private Message begin(String process) {
        Message answer = Message.begun(Ids.next(), conversation, CHOICE, NOW);
        Tenant.run(
                tenant,
                () -> db.run(() -> messages.begin(
                        Message.ofUser(Ids.next(), conversation, "q", NOW),
                        answer,
                        new MessageRepository.Work(process, NOW))));
        return answer;
    }

    private List<Message.Status> statuses() {
        return Tenant.call(tenant, () -> db.call(() -> messages.ofConversation(conversation, 10))).stream()
                .filter(message -> message.role() == Message.Author.ASSISTANT)
                .map(Message::status)
                .toList();
    }

    @Test
    void whatWasStoredAndNeverBegunIsInterrupted(@TempDir Path folder) {
        DataFolder data = DataFolder.shared(folder);
        String here = data.secret("process");
        Tenant.run(tenant, () -> db.run(() -> conversations.insert(conversation, null, asker, "t", NOW)));
        begin(here);
        streams.add(new AnswerStream(begin(here).id(), tenant, asker));

        round(data, Duration.ofSeconds(59));
        assertThat(statuses()).containsOnly(Message.Status.STREAMING);

        round(data, Duration.ofSeconds(61));
        assertThat(statuses()).containsExactly(Message.Status.INTERRUPTED, Message.Status.STREAMING);
    }

    private void round(DataFolder data, Duration later) {
        Clock clock = Clock.fixed(NOW.plus(later), ZoneOffset.UTC);
        new DeadAnswers(db, messages, streams, new Closing(), data, clock).round();
    }
}
