package ai.chatforge.chat;

import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** One conversation as a file. What the guard kept out of its answers was never stored, so it is not here either. */
@Tag(name = "conversations", description = "Conversations and their messages")
@RestController
@RequestMapping({"/api/chat/conversations", "/api/conversations"})
@Access(Access.Rule.BOT)
class ConversationExportController {
    private static final int PAGE = 500;
    private static final int NAME = 80;
    private static final MediaType MARKDOWN = new MediaType("text", "markdown", StandardCharsets.UTF_8);

    private final ConversationRepository conversations;
    private final MessageRepository messages;
    private final TurnRepository turns;
    private final OwnConversations own;
    private final JsonMapper json;

    ConversationExportController(
            ConversationRepository conversations,
            MessageRepository messages,
            TurnRepository turns,
            OwnConversations own,
            JsonMapper json) {
        this.conversations = conversations;
        this.messages = messages;
        this.turns = turns;
        this.own = own;
        this.json = json;
    }

    /** All messages of a conversation, and the answers in whose place others stand. */
    @Schema(name = "ConversationExport")
    record Exported(
            UUID id,
            @Nullable UUID botId,
            String title,
            Instant createdAt,
            Instant updatedAt,
            List<Message> messages,
            List<ConversationController.Earlier> earlier) {}

    @Operation(
            operationId = "exportConversation",
            summary = "Download a conversation",
            description = "With all its messages: as JSON, or as Markdown for people.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = Exported.class)),
                @Content(mediaType = "text/markdown", schema = @Schema(type = "string"))
            })
    @GetMapping("/{id}/export")
    ResponseEntity<byte[]> export(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "json")
                    @Pattern(regexp = "json|markdown", message = "must be json or markdown")
                    String format,
            Caller caller) {
        Exported exported = own.call(own.place(id, caller), caller, () -> read(id, caller));
        boolean asJson = format.equals("json");
        byte[] body = asJson
                ? json.writerWithDefaultPrettyPrinter().writeValueAsBytes(exported)
                : ConversationMarkdown.of(exported.title(), exported.createdAt(), exported.messages())
                        .getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name(exported.title()) + (asJson ? ".json" : ".md"), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .contentType(asJson ? MediaType.APPLICATION_JSON : MARKDOWN)
                .body(body);
    }

    private Exported read(UUID id, Caller caller) {
        Conversation conversation =
                conversations.find(id, AnswerStream.Listener.of(caller)).orElseThrow(ChatService::noSuchConversation);
        List<TurnRepository.Earlier> earlier = turns.earlier(id, Integer.MAX_VALUE);
        Set<UUID> replaced = earlier.stream().map(one -> one.message().id()).collect(Collectors.toSet());
        List<Message> standing = new ArrayList<>();
        UUID last = null;
        for (List<Message> page = messages.after(id, last, PAGE);
                !page.isEmpty();
                page = messages.after(id, last, PAGE)) {
            page.stream().filter(message -> !replaced.contains(message.id())).forEach(standing::add);
            last = page.getLast().id();
        }
        return new Exported(
                conversation.id(),
                conversation.botId(),
                conversation.title(),
                conversation.createdAt(),
                conversation.updatedAt(),
                standing,
                earlier.stream()
                        .map(one -> new ConversationController.Earlier(one.replacedBy(), one.message()))
                        .toList());
    }

    /** As file systems take it. */
    private static String name(String title) {
        String plain = title.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]+", " ")
                .replaceAll("\\s+", " ")
                .strip();
        String brief = plain.length() <= NAME ? plain : plain.substring(0, plain.offsetByCodePoints(0, NAME / 2));
        return brief.isBlank() || brief.startsWith(".") ? "conversation" : brief;
    }
}
