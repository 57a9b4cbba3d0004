package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What may be sent to chat. */
final class ChatRequests {
    static final int CONTENT = 32_000;

    private ChatRequests() {}

    @Schema(name = "ChatRequest")
    record Send(
            @Schema(description = "Absent: a new conversation") @Nullable
            UUID conversationId,

            @Schema(description = "Whose knowledge is used; absent: that of the conversation, or none") @Nullable
            UUID botId,

            @Schema(example = "When are you open on Saturdays?") @Nullable @Size(max = CONTENT)
            String content,

            @Schema(description = "The same as content") @Nullable @Size(max = CONTENT)
            String message,

            @Schema(description = "Absent: the bot's") @Nullable @Size(max = 200)
            String model,

            @Nullable @Size(max = 100) String provider,

            @Schema(description = "Files given along with this question, as POST /api/chat/attachments named them")
            @Nullable
            @Size(max = Attachments.MOST)
            List<@NotNull UUID> attachmentIds,

            @Schema(description = "true: server-sent events") @Nullable
            Boolean stream) {
        String text() {
            return textOf(content, message);
        }
    }

    @Schema(name = "AnswerRetry")
    record Retry(
            @Schema(description = "Absent: the bot's") @Nullable @Size(max = 200)
            String model,

            @Nullable @Size(max = 100) String provider,

            @Schema(description = "true: server-sent events") @Nullable
            Boolean stream) {}

    @Schema(name = "QuestionEdit")
    record Edit(
            @Schema(example = "When are you open on Sundays?") @NotBlank @Size(max = CONTENT)
            String content,

            @Schema(description = "Absent: the bot's") @Nullable @Size(max = 200)
            String model,

            @Nullable @Size(max = 100) String provider,

            @Schema(
                    description = "Files given along with it: new ones, or those of the question that it takes the"
                            + " place of. Absent: all of these")
            @Nullable
            @Size(max = Attachments.MOST)
            List<@NotNull UUID> attachmentIds,

            @Schema(description = "true: server-sent events") @Nullable
            Boolean stream) {}

    @Schema(name = "PublicChatRequest")
    record SendPublic(
            @Nullable UUID conversationId,

            @Schema(example = "When are you open on Saturdays?") @Nullable @Size(max = CONTENT)
            String content,

            @Schema(description = "The same as content") @Nullable @Size(max = CONTENT)
            String message,

            @Schema(description = "true: server-sent events") @Nullable
            Boolean stream) {
        String text() {
            return textOf(content, message);
        }
    }

    @Schema(name = "ConversationCreate")
    record NewConversation(
            @Nullable UUID botId,

            @Schema(example = "Opening hours") @Nullable @Size(max = 200) @PlainLine
            String title) {}

    @Schema(name = "ConversationChange")
    record Rename(
            @Schema(example = "Opening hours") @NotBlank @Size(max = 200) @PlainLine
            String title) {}

    private static String textOf(@Nullable String content, @Nullable String message) {
        String text = content == null ? message : content;
        if (text == null || text.isBlank() || (content != null && message != null)) {
            throw ApiException.invalid("content", "must hold the question (or message instead of it)");
        }
        return text.strip();
    }
}
