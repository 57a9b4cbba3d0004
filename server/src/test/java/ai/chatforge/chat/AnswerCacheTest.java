package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.service.ServiceName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** How long answers are kept, and what a purge leaves. */
class AnswerCacheTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String GROUNDS = "00ff";

    private final TestDatabase test = TestDatabase.create();
    private final Database db = test.of(ServiceName.CHAT);
    private final JsonMapper json = JsonMapper.builder().build();
    private final MessageRepository messages = new MessageRepository(db, json);
    private final ConversationRepository conversations = new ConversationRepository(db);
    private final CachedAnswerRepository rows = new CachedAnswerRepository(db, json);
    private final UUID tenant = UUID.randomUUID();
    private final UUID bot = UUID.randomUUID();
    private final AnswerStream.Listener asker = new AnswerStream.Listener(tenant, null);

    @AfterEach
    void end() {
        test.close();
    }

    private AnswerCache at(Duration later) {
        return new AnswerCache(db, rows, new SimpleMeterRegistry(), Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
    }

    private AnswerCache now() {
        return at(Duration.ZERO);
    }

    private Preparation.Begun begun(String question) {
        BotProfile profile = TestBot.of(bot, tenant);
        ModelChoice choice = new ModelChoice(new Silent(), new ModelProvider.Model("m", "m", 4_000, 500));
        Message begun = Message.begun(Ids.next(), Ids.next(), choice, NOW);
        return new Preparation.Begun(
                new ChatService.Question(asker, profile, null, question, null, null),
                choice,
                List.of(),
                null,
                false,
                new AnswerStream(begun.id(), tenant, asker),
                begun);
    }

    /** Nobody asks it anything. */
    private record Silent() implements ModelProvider {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public List<Model> models() {
            return List.of();
        }

        @Override
        public void answer(ModelRequest request, Sink sink, Cancellation cancellation) {
            throw new IllegalStateException("Nobody asks");
        }
    }

    private AnswerCache.Slot slot(AnswerCache cache, String question) {
        return Tenant.call(tenant, () -> cache.slot(begun(question)).orElseThrow());
    }

    private boolean isThere(AnswerCache cache, String question) {
        return slot(cache, question).row() != null;
    }

    /** As an answer that was made meanwhile is. */
    private void keep(AnswerCache cache, AnswerCache.Slot slot, String text) {
        Preparation.Begun begun = begun("whatever");
        Message ended = begun.message().ended(Message.Status.COMPLETE, text, List.of(), null, null, 0);
        Tenant.run(
                tenant,
                () -> db.run(() -> {
                    conversations.insert(ended.conversationId(), bot, asker, "t", NOW);
                    messages.begin(
                            Message.ofUser(Ids.next(), ended.conversationId(), "q", NOW),
                            begun.message(),
                            new MessageRepository.Work("p", NOW));
                    messages.end(ended);
                    cache.keeping(slot, GROUNDS, "q").keep(ended);
                }));
    }

    @Test
    void sevenDaysAndNotAMomentLonger() {
        keep(now(), slot(now(), "Why?"), "Because.");

        Duration nearly = AnswerCache.LIFE.minusMillis(1);
        assertThat(isThere(at(nearly), "Why?")).isTrue();
        assertThat(isThere(at(AnswerCache.LIFE), "Why?")).isFalse();
        at(nearly).sweep();
        assertThat(test.asSuperuser("select content from chat.cached_answer")).containsExactly("Because.");
        at(AnswerCache.LIFE).sweep();
        assertThat(test.asSuperuser("select content from chat.cached_answer")).isEmpty();
    }

    @Test
    void onlyTheSameGroundsAreAnswered() {
        keep(now(), slot(now(), "Why?"), "Because.");
        AnswerCache.Slot slot = slot(now(), "Why?");

        assertThat(now().valid(slot, GROUNDS, Privacy.NONE))
                .map(CachedAnswerRepository.Row::content)
                .contains("Because.");
        assertThat(now().valid(slot, "00fe", Privacy.NONE)).isEmpty();
    }

    @Test
    void anAnswerThatWasBegunBeforeAPurgeIsNotKeptAfterIt() {
        keep(now(), slot(now(), "Why?"), "Because.");
        AnswerCache.Slot before = slot(now(), "How?");

        Tenant.run(tenant, () -> db.run(() -> now().purge(bot)));
        keep(now(), before, "Somehow.");

        assertThat(test.asSuperuser("select content from chat.cached_answer")).isEmpty();
        keep(now(), slot(now(), "How?"), "Somehow.");
        assertThat(isThere(now(), "How?")).isTrue();
    }

    @Test
    void theFirstPurgeOfABotCountsToo() {
        AnswerCache.Slot before = slot(now(), "How?");

        Tenant.run(tenant, () -> db.run(() -> now().purge(bot)));
        keep(now(), before, "Somehow.");

        assertThat(isThere(now(), "How?")).isFalse();
    }

    private List<String> bots() {
        return test.asSuperuser("select bot_id from chat.cached_bot");
    }

    @Test
    void aBotWithoutAnswersIsForgotten() {
        keep(now(), slot(now(), "Why?"), "Because.");
        at(AnswerCache.LIFE.minusMillis(1)).sweep();
        assertThat(bots()).containsExactly(bot.toString());

        at(AnswerCache.LIFE).sweep();
        assertThat(bots()).isEmpty();
    }

    @Test
    void whatComesAfterTheEndOfABotIsForgotten() {
        Tenant.run(tenant, () -> db.run(() -> now().forgetBot(bot)));
        Tenant.run(tenant, () -> db.run(() -> now().purge(bot)));
        AnswerCache.Slot late = slot(now(), "Why?");
        assertThat(bots()).containsExactly(bot.toString());

        at(Duration.ofDays(2)).sweep();
        assertThat(bots()).isEmpty();

        keep(now(), slot(now(), "Why?"), "Because.");
        keep(now(), late, "Late.");
        assertThat(bots()).containsExactly(bot.toString());
        at(AnswerCache.LIFE).sweep();
        assertThat(bots()).isEmpty();
    }

    @Test
    void aPurgeIsKnownForAsLongAsAnswersMayTake() {
        AnswerCache.Slot before = slot(now(), "How?");
        Tenant.run(tenant, () -> db.run(() -> now().purge(bot)));

        at(Duration.ofHours(12)).sweep();
        keep(now(), before, "Somehow.");

        assertThat(isThere(now(), "How?")).isFalse();
    }

    @Test
    void nobodyElseSeesIt() {
        keep(now(), slot(now(), "Why?"), "Because.");

        List<String> seen = Tenant.call(
                UUID.randomUUID(),
                () -> db.call(() -> db.sql()
                        .sql("select content from chat.cached_answer")
                        .query(String.class)
                        .list()));

        assertThat(seen).isEmpty();
    }

    @Test
    void spacesAndWaysToComposeALetterDoNotCount() {
        assertThat(new Fingerprint().addWritten(" Caf\u00e9  au\t lait\n").end())
                .isEqualTo(
                        new Fingerprint().addWritten("Cafe\u0301 au\u00a0lait").end())
                .isNotEqualTo(new Fingerprint().addWritten("caf\u00e9 au lait").end());
        assertThat(new Fingerprint().addWritten("a:\n  b: 1").end())
                .isEqualTo(new Fingerprint().addWritten("a:\r\n  b: 1").end())
                .isNotEqualTo(new Fingerprint().addWritten("a:\nb: 1").end());
        assertThat(new Fingerprint().add("a").add("bc").end())
                .isNotEqualTo(new Fingerprint().add("ab").add("c").end());
        assertThat(new Fingerprint().add(null).end())
                .isNotEqualTo(new Fingerprint().add("").end());
    }

    @Test
    void piecesAreTheWholeText() {
        for (String text : List.of("", "short", "word ".repeat(100), "x".repeat(500), "\ud83d\ude42".repeat(200))) {
            List<String> pieces = CachedAnswer.pieces(text);
            assertThat(String.join("", pieces)).isEqualTo(text);
            assertThat(pieces).allMatch(piece -> piece.length() <= 120);
            assertThat(pieces).noneMatch(piece -> !piece.isEmpty() && Character.isLowSurrogate(piece.charAt(0)));
        }
    }

    @Test
    void theBuiltInAnswererIsNotKept() {
        Preparation.Begun begun = begun("Why?");
        ModelChoice builtIn =
                new ModelChoice(new ExtractiveProvider(), begun.choice().model());
        Preparation.Begun free = new Preparation.Begun(
                begun.question(), builtIn, List.of(), null, false, begun.stream(), begun.message());

        assertThat(Tenant.call(tenant, () -> now().slot(free))).isEqualTo(Optional.empty());
    }
}
