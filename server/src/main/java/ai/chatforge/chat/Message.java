package ai.chatforge.chat;

import ai.chatforge.platform.error.ErrorCode;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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
        // What it was made from, cited or not; nobody's business.
        @JsonIgnore Set<UUID> sources,
        @Nullable Usage usage,
        @Nullable Fault error,

        @Schema(description = "How often the answer was kept from repeating a learn-only source")
        int withheld,

        @Schema(description = "Files that were given along with a question")
        List<Attachment> attachments,

        @Schema(description = "Whether it was given before to the same question: no model was asked, and nothing paid")
        boolean cached,

        Instant createdAt) {
    private static final UUID NO_ID = new UUID(0, 0);

    /** As it is when it is written down. */
    private Message(
            UUID id,
            UUID conversation,
            Author role,
            String content,
            Status status,
            @Nullable String model,
            @Nullable String provider,
            Instant now) {
        this(
                id,
                conversation,
                role,
                content,
                status,
                model,
                provider,
                List.of(),
                Set.of(),
                null,
                null,
                0,
                List.of(),
                false,
                now);
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

    /** Of no conversation. */
    static Message said(Author role, String content) {
        return new Message(NO_ID, NO_ID, role, content, Status.COMPLETE, null, null, Instant.EPOCH);
    }

    static Message ofUser(UUID id, UUID conversation, String content, Instant now) {
        return new Message(id, conversation, Author.USER, content, Status.COMPLETE, null, null, now);
    }

    static Message begun(UUID id, UUID conversation, ModelChoice choice, Instant now) {
        String model = choice.model().id();
        String provider = choice.provider().name();
        return new Message(id, conversation, Author.ASSISTANT, "", Status.STREAMING, model, provider, now);
    }

    /** With other files, or with what became of them. */
    Message with(List<Attachment> attached) {
        return copy(model, provider, attached, cached);
    }

    /** Answered by another than was asked. */
    Message by(String otherProvider, String otherModel) {
        return copy(otherModel, otherProvider, attachments, cached);
    }

    Message madeFrom(Set<UUID> others) {
        return new Message(
                id,
                conversationId,
                role,
                content,
                status,
                model,
                provider,
                citations,
                others,
                usage,
                error,
                withheld,
                attachments,
                cached,
                createdAt);
    }

    /** Without markers where they could be any: they point at passages that nobody will look at with them. */
    String unmarked() {
        return role == Author.ASSISTANT ? Markers.without(content) : content;
    }

    /** With other words, made from nothing. */
    Message saying(String text) {
        return ended(status, text, List.of(), usage, error, withheld).madeFrom(Set.of());
    }

    /** As those see it whose business it is not what others pay. */
    Message withoutUsage() {
        return ended(status, content, citations, null, error, withheld);
    }

    /** Given again. */
    Message again(String text, List<Citation> cited) {
        return ended(Status.COMPLETE, text, cited, Usage.NONE, null, 0).copy(model, provider, attachments, true);
    }

    private Message copy(
            @Nullable String otherModel, @Nullable String otherProvider, List<Attachment> attached, boolean isAgain) {
        return new Message(
                id,
                conversationId,
                role,
                content,
                status,
                otherModel,
                otherProvider,
                citations,
                sources,
                usage,
                error,
                withheld,
                attached,
                isAgain,
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
                sources,
                used,
                fault,
                stoppedLeaks,
                attachments,
                cached,
                createdAt);
    }
}
