package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.api.LeakStopped;
import ai.chatforge.chat.guard.PrivacyGuard;
import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.Problem;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    private static final int STORE_ATTEMPTS = 60;
    /** In the audit log and the log. */
    private static final String LEAK_STOPPED = "answer.leak-stopped";

    private final Parts parts;
    private final AnswerStream stream;
    private final @Nullable BotProfile bot;
    private final Knowledge.Found found;
    private final ModelProvider provider;
    private final ModelRequest request;
    private final Message begun;
    private final Markers markers;
    private final @Nullable PrivacyGuard guard;
    private final StringBuilder text = new StringBuilder();
    private final List<Citation> citations = new ArrayList<>();
    private Message.@Nullable Usage usage;
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
            Clock clock) {}

    /** What this one is about. */
    record Task(
            AnswerStream stream,
            @Nullable BotProfile bot,
            Knowledge.Found found,
            ModelProvider provider,
            ModelRequest request,
            Message begun) {}

    Answering(Parts parts, Task task) {
        this.parts = parts;
        this.stream = task.stream();
        this.bot = task.bot();
        this.found = task.found();
        this.provider = task.provider();
        this.request = task.request();
        this.begun = task.begun();
        this.markers = new Markers(task.found().passages().size(), !task.found().isEmpty());
        this.guard = request.privacy().isNeeded() ? request.privacy().guard() : null;
    }

    @Override
    public void run() {
        Message ended = generate();
        Tenant.run(stream.tenantId(), () -> store(ended));
        if (ended.status() == Message.Status.FAILED) {
            Message.Fault fault = ended.error();
            Problem problem =
                    Problem.of(ErrorCode.PROVIDER_FAILED, fault == null ? "" : fault.message(), null, List.of());
            stream.end("error", json(Map.of("problem", problem, "message", ended)), ended);
        } else {
            stream.end("done", json(Map.of("message", ended)), ended);
        }
    }

    private Message generate() {
        try {
            provider.answer(request, this, stream.cancellation());
            say(markers.end());
            finish();
            return ended(status(), null);
        } catch (ProviderException e) {
            LOG.atWarn()
                    .addKeyValue("provider", provider.name())
                    .addKeyValue("model", request.model())
                    .addKeyValue("messageId", begun.id())
                    .log("answer failed: {}", String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause()));
            finish();
            return ended(Message.Status.FAILED, new Message.Fault("provider_failed", String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("Answer {} failed", begun.id(), e);
            finish();
            return ended(
                    Message.Status.FAILED,
                    new Message.Fault("internal", "Something went wrong on our side. Try again."));
        }
    }

    /** What the guard still held back is no more than harmless, now that nothing follows. */
    private void finish() {
        if (guard != null) {
            show(guard.end());
        }
    }

    private Message.Status status() {
        if (guard != null && guard.isOver()) {
            return Message.Status.COMPLETE;
        }
        if (stream.wasStopped()) {
            return Message.Status.STOPPED;
        }
        return stream.cancellation().isCancelled() ? Message.Status.INTERRUPTED : Message.Status.COMPLETE;
    }

    private Message ended(Message.Status status, Message.@Nullable Fault fault) {
        return begun.ended(status, text.toString().strip(), List.copyOf(citations), usageAtEnd(), fault, withheld());
    }

    private int withheld() {
        return guard == null ? 0 : guard.hits();
    }

    private Message.@Nullable Usage usageAtEnd() {
        if (usage != null || provider.name().equals(ExtractiveProvider.NAME)) {
            return usage;
        }
        int prompt = request.prompt().stream()
                .mapToInt(message -> parts.tokens().count(message.content()))
                .sum();
        return new Message.Usage(prompt, parts.tokens().count(text.toString()), false);
    }

    @Override
    public void event(ModelEvent event) {
        switch (event) {
            case ModelEvent.Delta delta -> say(markers.take(delta.text()));
            case ModelEvent.Usage reported ->
                usage = new Message.Usage(reported.promptTokens(), reported.completionTokens(), true);
        }
    }

    /** Behind the markers: dropping one must not join what the guard saw apart. */
    private void say(String text) {
        if (guard == null) {
            show(text);
            return;
        }
        show(guard.take(text));
        if (guard.isOver()) {
            stream.cancellation().cancel();
        }
    }

    private void show(String shown) {
        if (shown.isEmpty()) {
            return;
        }
        // The citation first, so that a reader can resolve the marker the moment it appears.
        if (bot != null && markers.cited().size() > citations.size()) {
            for (int i = citations.size(); i < markers.cited().size(); i++) {
                citations.add(found.citation(bot, markers.cited().get(i), i + 1));
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
            Tenant.run(stream.tenantId(), () -> parts.db().run(() -> parts.messages()
                    .checkpoint(begun.id(), text.toString(), parts.clock().instant())));
        } catch (RuntimeException e) {
            LOG.warn("Answer {} could not be kept on the way: {}", begun.id(), e.toString());
        }
    }

    private void end(Message ended) {
        parts.messages().end(ended);
        if (ended.withheld() > 0 && bot != null) {
            parts.audit()
                    .record(
                            parts.db(),
                            LEAK_STOPPED,
                            bot.id(),
                            Map.of("message", ended.id(), "count", ended.withheld()));
            parts.events()
                    .publish(
                            parts.db(),
                            new LeakStopped(
                                    stream.tenantId(), bot.id(), ended.conversationId(), ended.id(), ended.withheld()));
        }
    }

    private void count(Message ended) {
        if (ended.withheld() > 0 && bot != null) {
            LOG.atWarn()
                    .addKeyValue("alert", LEAK_STOPPED)
                    .addKeyValue("tenant", stream.tenantId())
                    .addKeyValue("bot", bot.id())
                    .addKeyValue("message", ended.id())
                    .addKeyValue("count", ended.withheld())
                    .log("An answer was kept from repeating a learn-only source");
            parts.meters().counter("chatforge.chat.withheld").increment(ended.withheld());
        }
    }

    /** The database may be away for a moment; what was answered must not be lost for that. */
    private void store(Message ended) {
        for (int attempt = 1; ; attempt++) {
            try {
                parts.db().run(() -> end(ended));
                count(ended);
                return;
            } catch (RuntimeException e) {
                LOG.warn("Answer {} could not be stored (attempt {}): {}", begun.id(), attempt, e.toString());
                if (attempt == STORE_ATTEMPTS) {
                    return;
                }
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private byte[] json(Object value) {
        return parts.json().writeValueAsBytes(value);
    }
}
