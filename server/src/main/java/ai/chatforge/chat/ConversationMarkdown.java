package ai.chatforge.chat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A conversation as somebody reads it: questions, answers, and what the answers are from. */
final class ConversationMarkdown {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ConversationMarkdown() {}

    static String of(String title, Instant begun, List<Message> messages) {
        StringBuilder text = new StringBuilder("# ")
                .append(title)
                .append("\n\n")
                .append(TIME.format(begun))
                .append('\n');
        messages.forEach(message -> add(text, message));
        return text.toString();
    }

    private static void add(StringBuilder text, Message message) {
        boolean answer = message.role() == Message.Author.ASSISTANT;
        text.append("\n## ").append(answer ? "Answer" : "Question").append("\n\n");
        text.append(message.content().strip()).append('\n');
        if (!message.attachments().isEmpty()) {
            text.append('\n').append(Enclosed.named(message.attachments())).append('\n');
        }
        if (answer && message.status() != Message.Status.COMPLETE) {
            text.append("\n*(")
                    .append(message.status().name().toLowerCase(Locale.ROOT))
                    .append(")*\n");
        }
        if (!message.citations().isEmpty()) {
            text.append("\nSources:\n\n");
            message.citations().forEach(citation -> source(text, citation));
        }
    }

    private static void source(StringBuilder text, Citation citation) {
        text.append("- [").append(citation.marker()).append("] ").append(citation.title());
        if (citation.page() != null) {
            text.append(", page ").append(citation.page());
        } else if (citation.section() != null) {
            text.append(", ").append(citation.section());
        }
        if (citation.url() != null) {
            text.append(", <").append(citation.url()).append('>');
        }
        text.append('\n');
    }
}
