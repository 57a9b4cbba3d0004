package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.openai.Completions.Ask;
import ai.chatforge.chat.openai.Completions.Call;
import ai.chatforge.chat.openai.Completions.Cited;
import ai.chatforge.chat.openai.Completions.End;
import ai.chatforge.chat.openai.Completions.Outcome;
import ai.chatforge.chat.openai.Completions.Used;
import ai.chatforge.chat.openai.Form;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.web.PublicLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer of the compatible API: generated on a virtual thread of its own like every answer, and forgotten when it was
 * delivered ({@link DirectDelivery}).
 */
final class DirectAnswer implements ModelProvider.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(DirectAnswer.class);

    private final Parts parts;
    private final Ask ask;
    private final ModelChoice choice;
    private final Knowledge.Found found;
    private final ModelRequest request;
    private final AnswerStream stream;
    private final Gates gates;
    private final DirectCalls calls;
    private final StopTexts stops;
    private final StringBuilder text = new StringBuilder();
    private Message begun;
    private @Nullable Form form;
    private boolean started;
    private boolean opened;
    private boolean full;
    private boolean refused;
    private boolean thinks;
    private ModelEvent.@Nullable Usage usage;
    private ModelEvent.@Nullable Reason reason;
    private volatile @Nullable Outcome outcome;
    private volatile @Nullable ApiException failure;

    /** What every one needs. */
    record Parts(Answering.Parts answering, StreamRegistry streams, PublicLinks links) {}

    DirectAnswer(Parts parts, Ask ask, ModelChoice choice, Knowledge.Found found, ModelRequest request) {
        this.parts = parts;
        this.ask = ask;
        this.choice = choice;
        this.found = found;
        this.request = request;
        UUID id = Ids.next();
        // Of no conversation; events and the audit log name the answer alone.
        this.begun = Message.begun(id, id, choice, parts.answering().clock().instant());
        this.stream = new AnswerStream(id, ask.bot().tenantId(), AnswerStream.Listener.of(ask.caller()));
        // A list of numbers in JSON is no row of markers.
        Markers markers = DirectPrompts.isJson(ask) ? new Markers(0, false) : Gates.markers(found);
        this.gates = new Gates(markers, request.privacy(), stream.cancellation(), this::show);
        this.stops = new StopTexts(ask.stop());
        this.thinks = choice.model().can().thinks();
        this.calls = new DirectCalls(
                gates,
                ask.tools().stream().map(tool -> tool.name()).collect(Collectors.toSet()),
                (index, callId, name, arguments) -> send(form -> form.call(index, callId, name, arguments)));
    }

    AnswerStream stream() {
        return stream;
    }

    /** Throws when there is none. */
    Outcome result() {
        if (failure != null) {
            throw failure;
        }
        Outcome ended = outcome;
        if (ended == null) {
            throw new IllegalStateException("An answer ended without a result");
        }
        return ended;
    }

    Optional<ApiException> failure() {
        return Optional.ofNullable(failure);
    }

    /** @param wanted null where nothing is told on the way */
    void start(@Nullable Form wanted) {
        form = wanted;
        started = true;
        parts.streams().add(stream);
        Thread.ofVirtual().name("answer-" + stream.messageId()).start(this::answer);
    }

    /** Nobody waits for it any more; without effect on what has ended. */
    void forget() {
        if (!started && request.hold() != null) {
            request.hold().close();
        }
        stream.stop();
        parts.streams().remove(stream.messageId());
    }

    private void answer() {
        Message ended;
        // What was reserved is given back when no model was asked.
        try (Till.Hold _ = request.hold()) {
            ended = generate();
        }
        told(ended);
        List<Form.Event> last = new ArrayList<>(last());
        Form.Event end = last.isEmpty() ? new Form.Event("", new byte[0]) : last.removeLast();
        append(last);
        stream.end(end.name(), end.data(), ended);
    }

    private List<Form.Event> last() {
        Outcome whole = outcome;
        ApiException why = failure;
        if (form == null) {
            return List.of();
        } else if (why != null || whole == null) {
            return why == null ? List.of() : List.of(form.failure(why));
        }
        List<Form.Event> events = new ArrayList<>(opened ? List.of() : form.begin(whole.model()));
        events.addAll(form.end(whole));
        return events;
    }

    private Message generate() {
        try {
            ask();
            gates.take(stops.end());
            gates.end();
            List<Call> all = calls.end();
            if (stream.cancellation().isCancelled() && !gates.isOver() && !stops.isOver()) {
                failure = new ApiException(
                        ErrorCode.SERVICE_UNAVAILABLE, "The answer was broken off, as ChatForge is ending. Try again.");
                return ended(Message.Status.INTERRUPTED);
            }
            outcome = new Outcome(
                    String.valueOf(begun.model()),
                    refused ? "" : text.toString(),
                    refused ? text.toString() : "",
                    refused ? List.of() : cited(),
                    all,
                    end(all),
                    used());
            return ended(Message.Status.COMPLETE);
        } catch (ProviderException e) {
            LOG.atWarn()
                    .addKeyValue("provider", choice.provider().name())
                    .addKeyValue("model", request.model())
                    .addKeyValue("messageId", begun.id())
                    .log("answer failed: {}", String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause()));
            return failed(RefusedWish.of(e, ask, String.valueOf(begun.model()))
                    .orElseGet(() -> new ApiException(ErrorCode.PROVIDER_FAILED, String.valueOf(e.getMessage()), e)));
        } catch (ApiException e) {
            return failed(e);
        } catch (RuntimeException | Error e) {
            LOG.error("Answer {} failed", begun.id(), e);
            return failed(new ApiException(ErrorCode.INTERNAL, "Something went wrong on our side. Try again.", e));
        }
    }

    private void ask() throws ProviderException {
        try {
            choice.provider().answer(request, this, stream.cancellation());
        } catch (ProviderException e) {
            if (!stops.isOver()) {
                throw e;
            }
            // All that is shown of it was there.
        }
    }

    private Message failed(ApiException why) {
        gates.take(stops.end());
        gates.end();
        failure = why;
        return ended(Message.Status.FAILED);
    }

    private Message ended(Message.Status status) {
        Used counted = used();
        return begun.ended(
                status,
                "",
                List.of(),
                new Message.Usage(counted.prompt(), counted.completion(), usage != null, null),
                null,
                gates.withheld());
    }

    private void told(Message ended) {
        if (ended.withheld() == 0) {
            return;
        }
        BotProfile bot = ask.bot();
        AnswerEnd.countLeak(parts.answering(), bot.tenantId(), bot, ended);
        try {
            Tenant.run(bot.tenantId(), () -> parts.answering()
                    .db()
                    .run(() -> AnswerEnd.recordLeak(parts.answering(), bot.tenantId(), bot, ended)));
        } catch (RuntimeException e) {
            LOG.warn("What answer {} was kept from is in the log alone: {}", ended.id(), e.toString());
        }
    }

    @Override
    public void event(ModelEvent event) {
        if (stops.isOver() && (event instanceof ModelEvent.ToolCall || event instanceof ModelEvent.Finished)) {
            // Behind the end.
            return;
        }
        switch (event) {
            case ModelEvent.Charged _ -> {}
            case ModelEvent.From from -> {
                begun = begun.by(from.provider(), from.model());
                thinks = from.thinks();
            }
            case ModelEvent.Delta delta -> take(delta);
            case ModelEvent.ToolCall piece -> calls.take(piece);
            case ModelEvent.Usage reported -> usage = reported;
            case ModelEvent.Finished finished -> reason = finished.reason();
        }
    }

    private void take(ModelEvent.Delta delta) {
        // Behind the beginning of an answer it is part of that.
        refused |= delta.refusal() && text.isEmpty();
        gates.take(stops.take(delta.text()));
        if (stops.isOver() && !thinks) {
            // What would follow is paid for, and shown to nobody. Of thoughts only the end tells how much they were.
            stream.cancellation().cancel();
        }
    }

    private void show(String shown) {
        // Models keep to what they may say; the built-in answerer knows no tokens.
        if (full || isTooLong(shown)) {
            full = true;
            return;
        }
        text.append(shown);
        send(form -> refused ? form.refusal(shown) : form.text(shown));
    }

    private boolean isTooLong(String shown) {
        return ask.maxTokens() != null
                && isBuiltIn()
                && parts.answering().tokens().count(text + shown) > ask.maxTokens();
    }

    private boolean isBuiltIn() {
        return ExtractiveProvider.NAME.equals(begun.provider());
    }

    private interface Telling {
        List<Form.Event> by(Form form);
    }

    private void send(Telling telling) {
        Form wanted = form;
        if (wanted == null) {
            return;
        }
        if (!opened) {
            opened = true;
            append(wanted.begin(String.valueOf(begun.model())));
        }
        append(telling.by(wanted));
    }

    private void append(List<Form.Event> events) {
        events.forEach(event -> stream.append(event.name(), event.data()));
    }

    private End end(List<Call> all) {
        if (gates.isOver()) {
            return End.FILTERED;
        } else if (!all.isEmpty()) {
            return End.TOOL_CALLS;
        }
        return full || reason == ModelEvent.Reason.LENGTH
                ? End.LENGTH
                : reason == ModelEvent.Reason.FILTERED ? End.FILTERED : End.STOP;
    }

    /** The built-in answerer uses no tokens of any model; its clients still want to know how long a text is. */
    private Used used() {
        ModelEvent.Usage told = usage;
        if (told != null && !isBuiltIn()) {
            return new Used(told.promptTokens(), told.cachedTokens(), told.completionTokens());
        }
        Tokens tokens = parts.answering().tokens();
        long prompt = request.prompt().stream()
                .mapToLong(message -> tokens.count(message.content()))
                .sum();
        return new Used(prompt, 0, tokens.count(text.toString()));
    }

    private List<Cited> cited() {
        List<Cited> cited = new ArrayList<>();
        for (Markers.Place marker : Markers.in(text.toString())) {
            gates.passageOf(marker.number())
                    .map(passage -> found.citation(ask.bot(), passage, marker.number()))
                    .ifPresent(citation -> cited.add(cited(marker.start(), marker.end(), citation)));
        }
        return cited;
    }

    private Cited cited(int start, int end, Citation c) {
        return new Cited(
                start,
                end,
                c.marker(),
                c.title(),
                c.url() == null ? parts.links().page(c.previewUrl()) : c.url(),
                c.url() != null,
                c.fileName(),
                c.sourceId(),
                c.passageId(),
                c.page(),
                c.second(),
                c.section(),
                c.text());
    }
}
