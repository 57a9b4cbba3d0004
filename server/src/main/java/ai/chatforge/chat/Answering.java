package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Generates one answer into its stream, on a virtual thread of its own, and stores how it ended. */
final class Answering implements Runnable, ModelProvider.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
    /** Doubles each time: two thousand streams that store their text every 3 s keep a core busy. */
    private static final Duration FIRST_CHECKPOINT = Duration.ofSeconds(3);

    private static final Duration LONGEST_CHECKPOINT = Duration.ofSeconds(24);

    private final Parts parts;
    private final AnswerStream stream;
    private final @Nullable BotProfile bot;
    private final Knowledge.Found found;
    private final ModelProvider provider;
    private final ModelRequest request;
    private final Message.@Nullable Usage before;
    private final Message begun;
    private final AnswerCache.Keeping keeping;
    private final Gates gates;
    private final StringBuilder text = new StringBuilder();
    private final List<Citation> citations = new ArrayList<>();
    private ModelEvent.@Nullable Usage usage;
    private long credits;
    private Message from;
    private boolean asked;
    private boolean brokenOff;
    private long untilCheckpoint = FIRST_CHECKPOINT.toNanos();
    private long checkpointAt = System.nanoTime() + untilCheckpoint;

    /** What every answering needs. */
    record Parts(
            Database db,
            MessageRepository messages,
            Tokens tokens,
            EventLog events,
            AuditLog audit,
            MeterRegistry meters,
            JsonMapper json,
            Clock clock,
            Endings endings) {}

    /**
     * What this one is about.
     *
     * @param before what the model was used for already
     * @param keeping for an answer that may be given again
     */
    record Task(
            AnswerStream stream,
            @Nullable BotProfile bot,
            Knowledge.Found found,
            ModelProvider provider,
            ModelRequest request,
            Message.@Nullable Usage before,
            Message begun,
            AnswerCache.Keeping keeping) {}

    Answering(Parts parts, Task task) {
        this.parts = parts;
        this.stream = task.stream();
        this.bot = task.bot();
        this.found = task.found();
        this.provider = task.provider();
        this.request = task.request();
        this.before = task.before();
        this.begun = task.begun();
        this.keeping = task.keeping();
        this.from = begun;
        this.gates = new Gates(Gates.markers(found), request.privacy(), stream.cancellation(), this::show);
    }

    @Override
    public void run() {
        Message ended;
        // What was reserved is given back when no model was asked.
        try (Till.Hold _ = request.hold()) {
            ended = generate();
        }
        AnswerEnd end = new AnswerEnd(parts, stream, bot, isWhole(ended) ? keeping : AnswerCache.Keeping.NOWHERE);
        parts.endings().count(() -> end.with(ended));
    }

    /** All that the model that was asked had to say. */
    private boolean isWhole(Message ended) {
        return ended.status() == Message.Status.COMPLETE
                && !brokenOff
                && ended.withheld() == 0
                && !ended.content().isEmpty()
                && from.equals(begun);
    }

    private Message generate() {
        try {
            // It may have been stopped while its question was made searchable.
            if (!stream.cancellation().isCancelled()) {
                asked = true;
                provider.answer(request, this, stream.cancellation());
            }
            gates.end();
            return ended(status(), null);
        } catch (ProviderException e) {
            LOG.atWarn()
                    .addKeyValue("provider", provider.name())
                    .addKeyValue("model", request.model())
                    .addKeyValue("messageId", begun.id())
                    .log("answer failed: {}", String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause()));
            gates.end();
            return ended(Message.Status.FAILED, new Message.Fault("provider_failed", String.valueOf(e.getMessage())));
        } catch (ApiException e) {
            gates.end();
            return ended(Message.Status.FAILED, new Message.Fault(e.code().key(), e.detail()));
        } catch (RuntimeException | Error e) {
            // Readers wait for its end, also where there is no memory for more.
            LOG.error("Answer {} failed", begun.id(), e);
            gates.end();
            return ended(
                    Message.Status.FAILED,
                    new Message.Fault("internal", "Something went wrong on our side. Try again."));
        }
    }

    private Message.Status status() {
        if (gates.isOver()) {
            return Message.Status.COMPLETE;
        }
        if (stream.wasStopped()) {
            return Message.Status.STOPPED;
        }
        return stream.cancellation().isCancelled() ? Message.Status.INTERRUPTED : Message.Status.COMPLETE;
    }

    private Message ended(Message.Status status, Message.@Nullable Fault fault) {
        return from.ended(
                status, text.toString().strip(), List.copyOf(citations), usageAtEnd(), fault, gates.withheld());
    }

    private Message.@Nullable Usage usageAtEnd() {
        Message.Usage own = asked ? ownUsage() : null;
        return own == null || before == null ? (own == null ? before : own) : own.plus(before);
    }

    private Message.@Nullable Usage ownUsage() {
        if (usage != null) {
            return new Message.Usage(usage.promptTokens(), usage.completionTokens(), true, credits);
        } else if (ExtractiveProvider.NAME.equals(from.provider())) {
            return null;
        }
        int prompt = request.prompt().stream()
                .mapToInt(message -> parts.tokens().count(message.content()))
                .sum();
        return new Message.Usage(prompt, parts.tokens().count(text.toString()), false, credits);
    }

    @Override
    public void event(ModelEvent event) {
        switch (event) {
            case ModelEvent.Delta delta -> gates.take(delta.text());
            case ModelEvent.Usage reported -> usage = reported;
            case ModelEvent.Charged charged -> credits += charged.credits();
            case ModelEvent.From other -> {
                from = begun.by(other.provider(), other.model());
                stream.append("model", json(Map.of("provider", other.provider(), "model", other.model())));
            }
            // Nobody who chats here can answer a tool's call, and no request of a chat names tools.
            case ModelEvent.ToolCall _ -> {}
            case ModelEvent.Finished(ModelEvent.Reason reason) -> brokenOff = reason != ModelEvent.Reason.STOP;
        }
    }

    private void show(String shown) {
        // The citation first, so that a reader can resolve the marker the moment it appears.
        if (bot != null && gates.cited().size() > citations.size()) {
            for (int i = citations.size(); i < gates.cited().size(); i++) {
                citations.add(found.citation(bot, gates.cited().get(i), i + 1));
            }
            stream.append("citations", json(Map.of("citations", citations)));
        }
        text.append(shown);
        stream.append("delta", json(Map.of("text", shown)));
        if (System.nanoTime() > checkpointAt) {
            untilCheckpoint = Math.min(untilCheckpoint * 2, LONGEST_CHECKPOINT.toNanos());
            checkpointAt = System.nanoTime() + untilCheckpoint;
            checkpoint();
        }
    }

    private void checkpoint() {
        try {
            Message soFar = begun.ended(
                    Message.Status.STREAMING, text.toString(), List.copyOf(citations), null, null, gates.withheld());
            Tenant.run(stream.tenantId(), () -> parts.messages()
                    .checkpoint(soFar, parts.clock().instant()));
        } catch (RuntimeException e) {
            LOG.warn("Answer {} could not be kept on the way: {}", begun.id(), e.toString());
        }
    }

    private byte[] json(Object value) {
        return parts.json().writeValueAsBytes(value);
    }
}
