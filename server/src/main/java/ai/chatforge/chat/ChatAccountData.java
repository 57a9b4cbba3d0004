package ai.chatforge.chat;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Conversations with an account's bots, its own with the bots of others, evaluations of its bots, and own keys. */
@Component
class ChatAccountData implements AccountData {
    private static final String ELSEWHERE = "elsewhere ";
    private static final String FILE = "chat/message_with_bots_of_others.jsonl";
    private static final int MESSAGES = 100;

    private final Database db;
    private final MessageRepository messages;
    private final StreamRegistry streams;
    private final JsonMapper json;
    private final OwnedTables tables;

    ChatAccountData(
            @Qualifier("chat") Database db, MessageRepository messages, StreamRegistry streams, JsonMapper json) {
        this.db = db;
        this.messages = messages;
        this.streams = streams;
        this.json = json;
        this.tables = new OwnedTables(db, json)
                // The hash of what a visitor's browser holds.
                .column("conversation", "visitor", null)
                .column("message", "citations", "citations::json")
                .column("message", "attachments", "attachments::json")
                // Ids that may be of learn-only sources by now.
                .column("message", "sources", null)
                .column("conversation_summary", "sources", null)
                // Copies of files that the account has itself; the messages name them.
                .column("attachment", "content", null)
                .column("upload", "content", null)
                .column("upload", "visitor", null)
                .column("question_set", "questions", "questions::json")
                .column("evaluation_run", "questions", "questions::json")
                .column("evaluation_run", "settings", "settings::json")
                .column("evaluation_run", "means", "means::json")
                .column("evaluation_result", "result", "result::json")
                .column("provider_key", "models", "models::json")
                .column("bot_models", "fallback", "fallback::json")
                // The installation's; and the keys themselves, which go with their rows.
                .nobodys("model", "provider_secret")
                // Answers that stand in messages too.
                .withoutExport("running", "cached_answer", "cached_bot");
    }

    @Override
    public ServiceName service() {
        return ServiceName.CHAT;
    }

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        if (cursor != null && cursor.startsWith(ELSEWHERE)) {
            return elsewhere(subject, cursor.substring(ELSEWHERE.length()));
        }
        ExportPage page = tables.export(subject, cursor);
        return page.next() == null ? new ExportPage(page.pieces(), ELSEWHERE) : page;
    }

    private record Elsewhere(UUID conversation, UUID tenant) {}

    /**
     * A message a line, of one conversation at a time, because they belong to the bot's tenant.
     *
     * @param position empty, or a conversation, and of its messages the last one
     */
    private ExportPage elsewhere(DataSubject subject, String position) {
        String[] parts = position.split(" ", 2);
        boolean begun = !position.isEmpty();
        UUID at = begun ? UUID.fromString(parts[0]) : null;
        UUID after = parts.length == 2 ? UUID.fromString(parts[1]) : null;
        Optional<Elsewhere> found =
                Tenant.call(subject.account(), () -> db.call(() -> conversation(at, after != null)));
        if (found.isEmpty()) {
            return begun ? ExportPage.EMPTY : ExportPage.of(FILE, new byte[0], null);
        }
        UUID conversation = found.get().conversation();
        UUID since = conversation.equals(at) ? after : null;
        List<Message> some =
                Tenant.call(found.get().tenant(), () -> db.call(() -> messages.after(conversation, since, MESSAGES)));
        String lines = some.stream()
                .map(message -> json.writeValueAsString(message) + "\n")
                .collect(Collectors.joining());
        boolean whole = some.size() < MESSAGES;
        return ExportPage.of(
                FILE,
                lines.getBytes(StandardCharsets.UTF_8),
                ELSEWHERE + conversation + (whole ? "" : " " + some.getLast().id()));
    }

    private Optional<Elsewhere> conversation(@Nullable UUID from, boolean including) {
        return db.sql()
                .sql("""
                        select id, tenant_id from chat.conversation
                        where user_id = :user and tenant_id <> :user
                          and (:from::uuid is null or id > :from::uuid or :including and id = :from::uuid)
                        order by id limit 1
                        """)
                .param("user", Tenant.required())
                .param("from", from)
                .param("including", including)
                .query((rs, n) -> new Elsewhere(rs.getObject("id", UUID.class), rs.getObject("tenant_id", UUID.class)))
                .optional();
    }

    /** Answers under way end here; elsewhere they find nothing to be written to. */
    @Override
    public Map<String, Long> erase(DataSubject subject) {
        streams.drop(subject.account());
        return tables.erase(subject);
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        return tables.left(subject);
    }
}
