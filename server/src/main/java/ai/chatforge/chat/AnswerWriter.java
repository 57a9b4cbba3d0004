package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.web.EventStream;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers to clients: whole as JSON, or as server-sent events while they are made. */
@Component
class AnswerWriter {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration WHOLE_ANSWER = Duration.ofMinutes(5);

    private final JsonMapper json;

    AnswerWriter(JsonMapper json) {
        this.json = json;
    }

    /** A whole answer. */
    @Schema(name = "ChatAnswer")
    record Answer(
            UUID conversationId,
            @Schema(description = "The answer") Message message,

            @Schema(description = "The question as it was stored")
            Message userMessage) {}

    static boolean wantsEvents(@Nullable Boolean stream, HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return stream == null ? accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE) : stream;
    }

    /** In the form that the client wants. */
    void write(ChatService.Turn turn, boolean events, HttpServletResponse response)
            throws IOException, InterruptedException {
        if (events) {
            follow(turn.stream(), 0, response);
            return;
        }
        Message message = await(turn.stream());
        Message.Fault fault = message.error();
        if (message.status() == Message.Status.FAILED && fault != null) {
            throw new ApiException(ErrorCode.PROVIDER_FAILED, fault.message());
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream()
                .write(json.writeValueAsBytes(new Answer(turn.conversationId(), message, turn.question())));
    }

    private static Message await(AnswerStream stream) throws InterruptedException {
        stream.attach();
        try {
            Message message = stream.await(WHOLE_ANSWER);
            if (message == null) {
                stream.stop();
                throw new ApiException(
                        ErrorCode.PROVIDER_FAILED, "The answer took longer than five minutes. Ask with stream=true.");
            }
            return message;
        } finally {
            stream.detach();
        }
    }

    /** From the request's own thread, until the answer ends or the client is gone. */
    void follow(AnswerStream stream, long afterId, HttpServletResponse response) throws InterruptedException {
        stream.attach();
        try {
            EventStream events = EventStream.open(response);
            long last = afterId;
            while (!stream.isOver(last)) {
                List<AnswerStream.Item> items = stream.after(last, Duration.ZERO);
                if (items.isEmpty()) {
                    events.flush();
                    items = stream.after(last, HEARTBEAT);
                }
                if (items.isEmpty()) {
                    events.heartbeat();
                }
                for (AnswerStream.Item item : items) {
                    events.add(item.id(), item.event(), item.json());
                    last = item.id();
                }
            }
            events.flush();
        } catch (IOException gone) {
            LOG.debug("A reader of {} went away", stream.messageId());
        } finally {
            stream.detach();
        }
    }

    /** For an answer that is no longer kept in memory. */
    void single(Message message, HttpServletResponse response) throws IOException {
        EventStream.open(response).send(1L, "done", json.writeValueAsBytes(java.util.Map.of("message", message)));
    }
}
