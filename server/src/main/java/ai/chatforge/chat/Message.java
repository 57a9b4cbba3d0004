package ai.chatforge.chat;

import ai.chatforge.platform.error.ErrorCode;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of chat.message, and the message as its reader sees it. */
record Message(
        UUID id,
        UUID conversationId,
        Author role,

        @Schema(description = "Markdown; markers such as [1] point at the citation with that number")
        String content,

        Status status,
        @Nullable String model,
        @Nullable String provider,
        List<Citation> citations,
        @Nullable Usage usage,
        @Nullable Fault error,

        @Schema(description = "How often the answer was kept from repeating a learn-only source")
        int withheld,

        @Schema(description = "Files that were given along with a question")
        List<Attachment> attachments,

        @Schema(description = "Whether it was given before to the same question: no model was asked, and nothing paid")
        boolean cached,

        Instant createdAt) {

    Message(
            UUID id,
            UUID conversationId,
            Author role,
            String content,
            Status status,
            @Nullable String model,
            @Nullable String provider,
            List<Citation> citations,
            @Nullable Usage usage,
            @Nullable Fault error,
            int withheld,
            boolean cached,
            Instant createdAt) {
        this(
                id,
                conversationId,
                role,
                content,
                status,
                model,
                provider,
                citations,
                usage,
                error,
                withheld,
                List.of(),
                cached,
                createdAt);
    }

    enum Author {
        @JsonProperty("user")
        USER,
        @JsonProperty("assistant")
        ASSISTANT
    }

    enum Status {
        @JsonProperty("streaming")
        STREAMING,
        @JsonProperty("complete")
        COMPLETE,
        @JsonProperty("stopped")
        STOPPED,
        @JsonProperty("interrupted")
        INTERRUPTED,
        @JsonProperty("failed")
        FAILED
    }

    /**
     * @param reported by the provider; else counted here
     * @param credits that the account paid; null for answers from before there were any
     */
    @Schema(name = "MessageUsage")
    record Usage(
            long promptTokens,
            long completionTokens,
            boolean reported,
            @Nullable Long credits) {
        static final Usage NONE = new Usage(0, 0, true, 0L);

        Usage plus(Usage other) {
            return new Usage(
                    promptTokens + other.promptTokens,
                    completionTokens + other.completionTokens,
                    reported && other.reported,
                    credits == null
                            ? other.credits
                            : Long.valueOf(credits + (other.credits == null ? 0 : other.credits)));
        }
    }

    @Schema(name = "MessageFault")
    record Fault(String code, String message) {
        ErrorCode errorCode() {
            return ErrorCode.byKey(code).orElse(ErrorCode.PROVIDER_FAILED);
        }
    }

    static Message ofUser(UUID id, UUID conversation, String content, Instant now) {
        return new Message(
                id,
                conversation,
                Author.USER,
                content,
                Status.COMPLETE,
                null,
                null,
                List.of(),
                null,
                null,
                0,
                false,
                now);
    }

    static Message begun(UUID id, UUID conversation, ModelChoice choice, Instant now) {
        return new Message(
                id,
                conversation,
                Author.ASSISTANT,
                "",
                Status.STREAMING,
                choice.model().id(),
                choice.provider().name(),
                List.of(),
                null,
                null,
                0,
                false,
                now);
    }

    /** With other files, or with what became of them. */
    Message with(List<Attachment> attached) {
        return new Message(
                id,
                conversationId,
                role,
                content,
                status,
                model,
                provider,
                citations,
                usage,
                error,
                withheld,
                attached,
                cached,
                createdAt);
    }

    /** Answered by another than was asked. */
    Message by(String otherProvider, String otherModel) {
        return new Message(
                id,
                conversationId,
                role,
                content,
                status,
                otherModel,
                otherProvider,
                citations,
                usage,
                error,
                withheld,
                attachments,
                cached,
                createdAt);
    }

    /** As those see it whose business it is not what others pay. */
    Message withoutUsage() {
        return new Message(
                id,
                conversationId,
                role,
                content,
                status,
                model,
                provider,
                citations,
                null,
                error,
                withheld,
                attachments,
                cached,
                createdAt);
    }

    /** Given again. */
    Message again(String text, List<Citation> cited) {
        return new Message(
                id,
                conversationId,
                role,
                text,
                Status.COMPLETE,
                model,
                provider,
                cited,
                Usage.NONE,
                null,
                0,
                true,
                createdAt);
    }

    Message ended(
            Status how,
            String text,
            List<Citation> cited,
            @Nullable Usage used,
            @Nullable Fault fault,
            int stoppedLeaks) {
        return new Message(
                id,
                conversationId,
                role,
                text,
                how,
                model,
                provider,
                cited,
                used,
                fault,
                stoppedLeaks,
                false,
                createdAt);
    }
}
