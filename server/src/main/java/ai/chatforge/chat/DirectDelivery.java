package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.chat.openai.Completions.Ask;
import ai.chatforge.chat.openai.Completions.Delivery;
import ai.chatforge.chat.openai.Completions.Outcome;
import ai.chatforge.chat.openai.Form;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.web.EventStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one answer to the client that asked for it. Who reads is looked at again every two seconds ({@link Readers});
 * when the client goes, the model is told so at once, as nobody can come back to the answer.
 */
record DirectDelivery(Readers readers, BotAccess bots, Ask ask, String model, DirectAnswer answer) implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(DirectDelivery.class);
    /** Also what shows that a client has gone while the model says nothing. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final Duration WHOLE_ANSWER = Duration.ofMinutes(10);

    @Override
    public Outcome whole() throws InterruptedException {
        Admission.begun();
        try (Readers.Reader reader = attach()) {
            answer.start(null);
            if (answer.stream().await(WHOLE_ANSWER) == null) {
                throw new ApiException(
                        ErrorCode.PROVIDER_FAILED, "The answer took longer than ten minutes. Ask with stream: true.");
            }
            if (reader.refusal().isPresent()) {
                throw reader.refusal().get();
            }
            return answer.result();
        } finally {
            answer.forget();
        }
    }

    @Override
    public void stream(Form form, HttpServletResponse response) throws InterruptedException {
        AnswerStream stream = answer.stream();
        Admission.begun();
        try (Readers.Reader reader = attach()) {
            answer.start(form);
            stream.after(0, HEARTBEAT, reader::isRefused);
            if (reader.refusal().isPresent()) {
                throw reader.refusal().get();
            }
            // As long as nothing was sent, an error has a status of its own, by which clients decide whether to retry.
            if (stream.isOver(1) && answer.failure().isPresent()) {
                throw answer.failure().get();
            }
            follow(reader, form, EventStream.open(response));
        } catch (IOException gone) {
            LOG.debug("The reader of {} went away", stream.messageId());
        } finally {
            answer.forget();
        }
    }

    private void follow(Readers.Reader reader, Form form, EventStream events) throws IOException, InterruptedException {
        AnswerStream stream = answer.stream();
        long last = 0;
        while (!stream.isOver(last) && !reader.isRefused()) {
            List<AnswerStream.Item> items = stream.after(last, Duration.ZERO);
            if (items.isEmpty()) {
                events.flush();
                items = stream.after(last, HEARTBEAT, reader::isRefused);
            }
            if (items.isEmpty()) {
                events.heartbeat();
            }
            for (AnswerStream.Item item : items) {
                events.add(null, item.event(), item.json());
                last = item.id();
            }
        }
        if (reader.refusal().isPresent()) {
            Form.Event why = form.failure(reader.refusal().get());
            events.add(null, why.name(), why.data());
        }
        events.flush();
    }

    private Readers.Reader attach() {
        return readers.attach(
                answer.stream(), ask.caller(), () -> bots.require(ask.bot().id(), ask.caller(), BotRight.CHAT));
    }
}
