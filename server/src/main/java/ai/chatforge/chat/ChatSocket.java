package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.Problem;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.idempotency.KeyedWork;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Closing;
import ai.chatforge.platform.web.ProblemMapping;
import ai.chatforge.platform.web.RateLimits;
import ai.chatforge.platform.web.TextSocket;
import ai.chatforge.platform.web.WebSettings;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Questions and answers of one client by one WebSocket. Each answer is written by a virtual thread of its own; a socket
 * without an answer has no thread.
 */
abstract class ChatSocket extends TextSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ChatSocket.class);
    private static final int REFUSALS = 100;
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Parts parts;
    private final Caller caller;
    private final String address;
    private final SocketSeats.Seat seat;
    private final SocketWork underWay = new SocketWork();
    private final SocketAnswers answers;
    private volatile Readers.@Nullable Guest guest;
    private int refusedInARow;

    /** What sockets need of the rest. */
    @Component
    record Parts(
            AnswerWriter answers,
            StreamRegistry streams,
            StoredAnswers stored,
            Readers readers,
            SocketSeats seats,
            SocketFrames frames,
            OwnConversations own,
            MessageRepository messages,
            ConversationRepository conversations,
            @Qualifier("chat") Database db,
            KeyedWork keyed,
            Admission admission,
            RateLimits limits,
            WebSettings web,
            Closing closing) {}

    /** A question that can be asked, or has been. */
    interface Question {
        ChatController.Begun ask();
    }

    ChatSocket(Parts parts, Caller caller, String address, SocketSeats.Seat seat) {
        this.parts = parts;
        this.caller = caller;
        this.address = address;
        this.seat = seat;
        this.answers = new SocketAnswers(this, parts.answers(), parts.frames());
    }

    Parts parts() {
        return parts;
    }

    Caller caller() {
        return caller;
    }

    String address() {
        return address;
    }

    /** Throws when the caller may not have the socket any more, apart from not being signed in. */
    abstract void permit();

    /** @throws ApiException when it is not a question; nothing is done for it yet */
    abstract Question question(SocketFrames.Frame frame);

    abstract SocketAnswers.Found find(UUID messageId);

    /** To whom an idempotency key belongs. */
    abstract String asker();

    /** Does something as a request of the caller would. */
    abstract void within(Runnable work);

    /** Takes what a message may say about who sends it. */
    void introduce(SocketFrames.Frame frame) {}

    @Override
    protected void opened() {
        try {
            parts.seats().take(seat);
        } catch (ApiException e) {
            close(CloseCodes.TRY_AGAIN_LATER, "Too many sockets");
            return;
        }
        guest = parts.readers()
                .admit(caller, this::permit, why -> Thread.ofVirtual().start(() -> expel(why)));
    }

    private void expel(ApiException why) {
        refuse(null, null, why);
        close(CloseCodes.VIOLATED_POLICY, why.code().title());
    }

    @Override
    protected void closed(int code, String reason) {
        answers.nudge();
        Readers.Guest admitted = guest;
        if (admitted != null) {
            admitted.close();
            parts.seats().leave(seat);
        }
    }

    /** Answers end by themselves when the process does; their last events are waited for. */
    @Override
    protected void drain() throws InterruptedException {
        if (!underWay.await(FAREWELL)) {
            LOG.debug("A client did not take the last events");
        }
    }

    @Override
    protected void received(String message) {
        begin();
        JsonNode tree = null;
        try {
            requirePace();
            tree = parts.frames().tree(message);
            SocketFrames.Frame frame = parts.frames().frame(tree.deepCopy());
            within(() -> take(frame));
            refusedInARow = 0;
        } catch (RuntimeException e) {
            refuse(tree == null ? null : SocketFrames.refOf(tree), null, e);
            if (++refusedInARow >= REFUSALS) {
                close(CloseCodes.VIOLATED_POLICY, REFUSALS + " messages in a row were refused");
            }
        } finally {
            MDC.clear();
        }
    }

    private static void begin() {
        MDC.put("requestId", Ids.next().toString());
    }

    /** A message counts like a request. */
    private void requirePace() {
        int requests = parts.web().requestsPerMinute();
        if (requests > 0) {
            parts.limits()
                    .require(
                            new RateLimits.Limit("api", requests, Duration.ofMinutes(1)),
                            address,
                            "More than " + requests + " messages and requests a minute.");
        }
    }

    private void take(SocketFrames.Frame frame) {
        introduce(frame);
        switch (frame.type()) {
            case "ask" -> ask(frame);
            case "attach" -> {
                SocketFrames.Attach attach = parts.frames().read(frame.fields(), SocketFrames.Attach.class);
                Long last = attach.lastEventId();
                work(frame.ref(), () -> attach(frame.ref(), idOf(attach.messageId()), last == null ? 0 : last));
            }
            case "stop" ->
                stop(
                        frame.ref(),
                        idOf(parts.frames()
                                .read(frame.fields(), SocketFrames.Stop.class)
                                .messageId()));
            case "ping" -> {
                parts.frames().read(frame.fields(), SocketFrames.Ping.class);
                tell("pong", frame.ref(), null, Map.of());
            }
            default -> throw ApiException.invalid("type", "must be one of ask, attach, stop, ping");
        }
    }

    private static UUID idOf(@Nullable UUID messageId) {
        if (messageId == null) {
            throw ApiException.invalid("messageId", "must not be null");
        }
        return messageId;
    }

    private void ask(SocketFrames.Frame frame) {
        parts.closing().requireOpen();
        String key = frame.take("idempotencyKey");
        Question question = question(frame);
        if (key == null) {
            work(frame.ref(), () -> answers.show(frame.ref(), parts.admission().admit(question::ask)));
            return;
        }
        KeyedWork.Asked asked =
                new KeyedWork.Asked(asker(), "socket ask", key, parts.frames().bytes(frame.fields()));
        work(frame.ref(), () -> askOnce(frame.ref(), asked, question));
    }

    private void askOnce(@Nullable String ref, KeyedWork.Asked asked, Question question) throws InterruptedException {
        KeyedWork.Outcome outcome = parts.keyed()
                .once(parts.db(), asked, () -> parts.admission().admit(question::ask).turn().stream()
                        .messageId()
                        .toString());
        attach(ref, UUID.fromString(outcome.value()), 0);
    }

    private void attach(@Nullable String ref, UUID messageId, long after) throws InterruptedException {
        answers.show(ref, messageId, find(messageId), after);
    }

    private void stop(@Nullable String ref, UUID messageId) {
        SocketAnswers.Found found = find(messageId);
        AnswerStream stream = found.stream();
        if (stream == null) {
            parts.stored().stop(found.stored());
        } else {
            stream.stop();
        }
        tell("stopping", ref, messageId, Map.of());
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** What takes its time, beside what else the client may say. */
    private void work(@Nullable String ref, Work work) {
        underWay.begin(() -> {
            begin();
            within(() -> run(ref, work));
        });
    }

    private void run(@Nullable String ref, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            refuse(ref, null, e);
        }
    }

    private void refuse(@Nullable String ref, @Nullable UUID messageId, RuntimeException thrown) {
        ApiException why = ProblemMapping.of(thrown);
        if (why.code() == ErrorCode.INTERNAL) {
            LOG.error("A message of a socket failed", thrown);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        why.retryAfter()
                .ifPresent(wait -> fields.put(
                        "retryAfter", Math.max(1, wait.plusMillis(999).toSeconds())));
        fields.put("problem", Problem.of(why, MDC.get("requestId")));
        tell("error", ref, messageId, fields);
    }

    final void tell(String type, @Nullable String ref, @Nullable UUID messageId, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", type);
        if (ref != null) {
            all.put("ref", ref);
        }
        if (messageId != null) {
            all.put("messageId", messageId);
        }
        all.putAll(fields);
        try {
            send(parts.frames().text(all));
        } catch (IOException gone) {
            LOG.debug("A client went away: {}", gone.toString());
        }
    }
}
