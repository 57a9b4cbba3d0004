package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.Problem;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Closing;
import ai.chatforge.platform.web.EventOutlet;
import ai.chatforge.platform.web.EventStream;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final long LOOKS_A_SIGN = StoredAnswers.SIGN_EVERY.dividedBy(LOOK_EVERY);

    private final Readers readers;
    private final StoredAnswers stored;
    private final Closing closing;
    private final JsonMapper json;

    AnswerWriter(Readers readers, StoredAnswers stored, Closing closing, JsonMapper json) {
        this.readers = readers;
        this.stored = stored;
        this.closing = closing;
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

    /** Who is to get an answer, and what says whether that may go on. */
    record Recipient(Caller caller, Runnable permit) {}

    /** In the form that the client wants. */
    void write(ChatService.Turn turn, Recipient recipient, boolean events, HttpServletResponse response)
            throws IOException, InterruptedException {
        Admission.begun();
        if (events) {
            follow(turn.stream(), recipient, 0, response);
            return;
        }
        Message message = await(turn.stream(), recipient);
        Message.Fault fault = message.error();
        if (message.status() == Message.Status.FAILED && fault != null) {
            throw new ApiException(fault.errorCode(), fault.message());
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream()
                .write(json.writeValueAsBytes(new Answer(turn.conversationId(), message, turn.question())));
    }

    private Message await(AnswerStream stream, Recipient recipient) throws InterruptedException {
        try (Readers.Reader reader = readers.attach(stream, recipient.caller(), recipient.permit())) {
            Message message = stream.await(WHOLE_ANSWER);
            if (message == null) {
                stream.stop();
                throw new ApiException(
                        ErrorCode.PROVIDER_FAILED, "The answer took longer than five minutes. Ask with stream=true.");
            }
            if (reader.refusal().isPresent()) {
                throw reader.refusal().get();
            }
            return message;
        }
    }

    /** From the request's own thread, until the answer ends or the client is gone. */
    void follow(AnswerStream stream, Recipient recipient, long afterId, HttpServletResponse response)
            throws IOException, InterruptedException {
        follow(stream, recipient, afterId, EventStream.open(response));
    }

    void follow(AnswerStream stream, Recipient recipient, long afterId, EventOutlet events)
            throws InterruptedException {
        try (Readers.Reader reader = readers.attach(stream, recipient.caller(), recipient.permit())) {
            // Numbers of what is stored say nothing of the stream: who had those gets another start.
            long last = StoredAnswers.isNumber(afterId) ? 0 : afterId;
            while (!stream.isOver(last) && !reader.isRefused() && !events.isGone()) {
                List<AnswerStream.Item> items = stream.after(last, Duration.ZERO);
                if (items.isEmpty()) {
                    events.flush();
                    items = stream.after(last, HEARTBEAT, () -> reader.isRefused() || events.isGone());
                }
                if (items.isEmpty()) {
                    events.heartbeat();
                }
                for (AnswerStream.Item item : items) {
                    events.add(item.id(), item.event(), item.json());
                    last = item.id();
                }
            }
            if (reader.refusal().isPresent()) {
                refuse(reader.refusal().get(), events);
            }
            events.flush();
        } catch (IOException gone) {
            LOG.debug("A reader of {} went away", stream.messageId());
        }
    }

    /**
     * Of an answer that is not in the memory of this process: what is stored of it, and what is added to that until it ends.
     * Who comes from its stream gets another start, with all of the text, as nobody knows how much of it they have.
     */
    void follow(StoredAnswers.Which which, Recipient recipient, long afterId, EventOutlet events)
            throws InterruptedException {
        try (Readers.Guest reader = readers.admit(recipient.caller(), recipient.permit(), _ -> {})) {
            StoredShown shown = new StoredShown(stored, json, which, events, afterId);
            int known = StoredAnswers.NOTHING;
            for (int look = 0; !reader.isRefused() && !events.isGone(); look++) {
                // All of it now and then: it may have been deleted.
                boolean signs = look % LOOKS_A_SIGN == 0;
                MessageRepository.Stored now = stored.changed(which, signs ? StoredAnswers.NOTHING : known)
                        .orElse(null);
                if (now != null && shown.isOverWith(now.message())) {
                    return;
                }
                known = now == null ? known : now.length();
                if (signs) {
                    stored.sign(which);
                    events.heartbeat();
                }
                if (closing.within(LOOK_EVERY)) {
                    return;
                }
            }
            if (reader.refusal().isPresent()) {
                refuse(reader.refusal().get(), events);
                events.flush();
            }
        } catch (IOException gone) {
            LOG.debug("A reader of {} went away", which.messageId());
        }
    }

    /** Without a number: it is no event of the answer, and who comes back does not go on from it. */
    private void refuse(ApiException why, EventOutlet events) throws IOException {
        Problem problem = Problem.of(why.code(), String.valueOf(why.getMessage()), null, List.of());
        events.add(null, "error", json.writeValueAsBytes(Map.of("problem", problem)));
    }
}
