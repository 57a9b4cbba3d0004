package ai.chatforge.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Asks the next model where one refuses, breaks off or says nothing, as long as not a word of an answer was said. After
 * that nothing is asked again: what broke off then is the answer.
 */
@Component
class Failover implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Failover.class);
    private static final int MOST_ATTEMPTS = 2;

    private final Circuits circuits;
    private final Prompts prompts;
    private final Till till;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("first-token-timer").factory());

    Failover(Circuits circuits, Prompts prompts, Till till, ChatSettings settings) {
        this.circuits = circuits;
        this.prompts = prompts;
        this.till = till;
        this.patience = settings.fallback().patience();
        timer.setRemoveOnCancelPolicy(true);
    }

    /** @param order the first one is the one that is wanted */
    ModelChoice among(List<ModelChoice> order) {
        ModelChoice first = order.getFirst();
        return new ModelChoice(new InOrder(order), first.model(), first.ownKey());
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }

    private enum State {
        SILENT,
        SPEAKING,
        /** Too late: it is not listened to any more. */
        LEFT
    }

    private final class InOrder implements ModelProvider {
        private final List<ModelChoice> order;

        InOrder(List<ModelChoice> order) {
            this.order = List.copyOf(order);
        }

        @Override
        public String name() {
            return order.getFirst().provider().name();
        }

        @Override
        public List<Model> models() {
            return order.getFirst().provider().models();
        }

        @Override
        public void answer(ModelRequest request, Sink sink, Cancellation cancellation) throws ProviderException {
            ProviderException failure = null;
            int attempts = 0;
            for (int i = 0; i < order.size() && attempts < MOST_ATTEMPTS; i++) {
                ModelChoice choice = order.get(i);
                if (i > 0 && !canStandIn(choice, request)) {
                    continue;
                }
                Optional<Circuits.Permit> permit = circuits.ask(choice);
                if (permit.isEmpty()) {
                    giveBack(request);
                    continue;
                }
                attempts++;
                boolean another = attempts < MOST_ATTEMPTS
                        && order.subList(i + 1, order.size()).stream()
                                .anyMatch(next -> circuits.isClosed(next) && canStandIn(next, request));
                Attempt attempt = new Attempt(choice, i == 0, sink, permit.get());
                failure =
                        attempt.run(i == 0 ? request : prompts.fitted(request, choice.model()), cancellation, another);
                if (failure == null) {
                    return;
                }
                if (attempt.hasSpoken()) {
                    throw failure;
                }
                LOG.atWarn()
                        .addKeyValue("provider", choice.provider().name())
                        .addKeyValue("model", choice.model().id())
                        .log("a model gave no answer: {}", failure.kind());
            }
            throw failure == null ? allOut() : failure;
        }

        /** An answer without what was asked for would look like one with it. */
        private boolean canStandIn(ModelChoice choice, ModelRequest request) {
            ModelRequest.Wishes wishes = request.wishes();
            boolean schema = wishes.format().kind() == ModelRequest.Format.Kind.SCHEMA;
            return (wishes.tools().isEmpty() || choice.model().can().tools())
                    && !(schema && choice.isBuiltIn())
                    && (!wishes.whole() || isWhole(request, choice.model()));
        }

        private boolean isWhole(ModelRequest request, ModelProvider.Model model) {
            return prompts.fitted(request, model).prompt().size()
                    == request.prompt().size();
        }

        /** What is held for one that is not asked would be missing for the next one. */
        private void giveBack(ModelRequest request) {
            Till.Hold hold = request.hold();
            if (hold != null) {
                hold.close();
            }
        }

        private ProviderException allOut() {
            return new ProviderException(
                    ProviderException.Kind.OVERLOADED,
                    "The model provider '" + name() + "' failed too often of late, or asked to be left alone for a"
                            + " while. Try again in a minute.",
                    null);
        }
    }

    /** One model that is asked. */
    private final class Attempt implements ModelProvider.Sink {
        private final ModelChoice choice;
        private final boolean wanted;
        private final ModelProvider.Sink sink;
        private final Circuits.Permit permit;
        private final AtomicReference<State> state = new AtomicReference<>(State.SILENT);
        private final Cancellation own = new Cancellation();
        /** What is told before a word is said. */
        private final List<ModelEvent> held = new ArrayList<>();

        Attempt(ModelChoice choice, boolean wanted, ModelProvider.Sink sink, Circuits.Permit permit) {
            this.choice = choice;
            this.wanted = wanted;
            this.sink = sink;
            this.permit = permit;
        }

        boolean hasSpoken() {
            return state.get() == State.SPEAKING;
        }

        /** @return what went wrong; null when it answered, or when the answer is not wanted any more */
        @Nullable
        ProviderException run(ModelRequest request, Cancellation cancellation, boolean another) {
            cancellation.onCancel(own::cancel);
            Future<?> limit = another ? timer.schedule(this::leave, patience.toMillis(), TimeUnit.MILLISECONDS) : null;
            boolean told = false;
            try {
                till.answer(choice, request, this, own);
                ProviderException late = end(cancellation);
                told = true;
                return late;
            } catch (ProviderException e) {
                told = true;
                if (state.get() == State.LEFT) {
                    permit.late();
                } else {
                    permit.failed(e);
                }
                return e;
            } finally {
                if (!told) {
                    permit.left();
                }
                if (limit != null) {
                    limit.cancel(false);
                }
            }
        }

        private @Nullable ProviderException end(Cancellation cancellation) {
            if (state.get() == State.LEFT) {
                permit.late();
                return new ProviderException(
                        ProviderException.Kind.OVERLOADED,
                        "The model provider '" + choice.provider().name() + "' did not begin to answer in time.",
                        null);
            }
            if (state.get() == State.SILENT && cancellation.isCancelled()) {
                permit.left();
                return null;
            }
            // An empty answer is one too.
            begin();
            permit.ended();
            return null;
        }

        private void leave() {
            if (state.compareAndSet(State.SILENT, State.LEFT)) {
                own.cancel();
            }
        }

        @Override
        public void event(ModelEvent event) {
            boolean word = event instanceof ModelEvent.Delta
                    || event instanceof ModelEvent.ToolCall
                    || event instanceof ModelEvent.Finished;
            // What was paid is told whoever is listened to.
            boolean paid = event instanceof ModelEvent.Charged;
            if (paid || (word ? begin() : state.get() == State.SPEAKING)) {
                sink.event(event);
            } else if (!word) {
                held.add(event);
            }
        }

        /** @return whether it is listened to */
        private boolean begin() {
            if (state.compareAndSet(State.SILENT, State.SPEAKING)) {
                permit.answered();
                if (!wanted) {
                    sink.event(new ModelEvent.From(
                            choice.provider().name(),
                            choice.model().id(),
                            choice.model().can().thinks()));
                }
                held.forEach(sink::event);
                held.clear();
            }
            return state.get() == State.SPEAKING;
        }
    }
}
