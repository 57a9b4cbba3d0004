package ai.chatforge.chat;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.accounting.api.Credits.End;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.web.Closing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Through which every model is asked: what an answer may cost is reserved before, and settled by what it did cost, once
 * for each model that is asked. What a process that died owes is settled by accounting, from the progress told here.
 */
@Component
class Till implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Till.class);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);
    private static final int TELL_AT_ONCE = 2_000;
    private static final int SETTLE_ATTEMPTS = 60;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    /** An answer of less is not worth beginning. */
    private static final int LEAST_ANSWER = 64;

    private final Credits credits;
    private final Tokens tokens;
    private final Closing closing;
    private final Followed followed;
    private final Endings endings;
    private final Map<UUID, PaidCall> calls = new ConcurrentHashMap<>();
    private volatile boolean running;

    @Autowired
    Till(Credits credits, Tokens tokens, Closing closing, @Qualifier("chat") Database db, Endings endings) {
        this(credits, tokens, closing, db::followed, endings);
    }

    Till(Credits credits, Tokens tokens, Closing closing, Followed followed, Endings endings) {
        this.credits = credits;
        this.tokens = tokens;
        this.closing = closing;
        this.followed = followed;
        this.endings = endings;
    }

    /** See {@link Database#followed}. */
    @FunctionalInterface
    interface Followed {
        <T> T run(Supplier<T> work);
    }

    /**
     * For a call that is made later. Who takes it has to close it, called or not.
     *
     * @throws ApiException when the account cannot pay for it
     */
    Hold hold(ModelChoice choice, ModelRequest request) {
        ModelRequest.Payer payer = request.payer();
        if (payer == null) {
            throw new IllegalStateException("Nobody pays for this request");
        }
        long prompt = choice.isBuiltIn() ? 0 : promptTokens(request);
        ModelProvider.Model model = choice.model();
        Credits.Reserved reserved = credits.reserve(new Credits.Reserve(
                Ids.next(),
                payer.accountId(),
                payer.userId(),
                payer.botId(),
                choice.provider().name(),
                model.id(),
                choice.ownKey() != null,
                prompt,
                model.counted(prompt),
                request.maxOutputTokens(),
                Math.min(model.tokensFor(LEAST_ANSWER), request.maxOutputTokens()),
                payer.origin()));
        return new Hold(this, payer.accountId(), choice, reserved, prompt);
    }

    /** The same for an answer whose beginning the caller stores next, before the model is asked. */
    Hold holdForTurn(ModelChoice choice, ModelRequest request) {
        return followed.run(() -> hold(choice, request));
    }

    private long promptTokens(ModelRequest request) {
        long sum = 0;
        for (ModelRequest.PromptMessage message : request.prompt()) {
            sum += tokens.count(message.content());
            for (ModelRequest.ToolCall call : message.calls()) {
                sum += tokens.count(call.name() + call.arguments());
            }
        }
        for (ModelRequest.Tool tool : request.wishes().tools()) {
            sum += tokens.count(tool.name() + tool.description() + tool.parameters());
        }
        return sum;
    }

    /** Asks the model at the account's expense. */
    void answer(ModelChoice choice, ModelRequest request, ModelProvider.Sink sink, Cancellation cancellation)
            throws ProviderException {
        Hold held = request.hold();
        Hold hold = held != null && held.take(choice) ? held : taken(hold(choice, request), choice);
        PaidCall call = new PaidCall(sink, tokens, hold.accountId());
        calls.put(hold.id(), call);
        End end = End.FAILED;
        try {
            choice.provider().answer(request.atMost(hold.maxOutputTokens()), call, cancellation);
            end = cancellation.isCancelled() ? End.STOPPED : End.COMPLETE;
        } finally {
            calls.remove(hold.id());
            End how = end;
            PaidCall.Use use = call.use(hold.promptTokens(), how == End.STOPPED);
            sink.event(new ModelEvent.Charged(endings.count(() -> settle(hold, use, how))));
        }
    }

    private static Hold taken(Hold hold, ModelChoice choice) {
        hold.take(choice);
        return hold;
    }

    void giveBack(Hold hold) {
        settle(hold, PaidCall.Use.NOTHING, End.STOPPED);
    }

    /** @return credits; what could not be told at once is told later, and costs nothing as far as is known now */
    private long settle(Hold hold, PaidCall.Use use, End end) {
        Credits.Settle bill = new Credits.Settle(
                hold.accountId(),
                hold.id(),
                use.promptTokens(),
                use.cachedTokens(),
                use.completionTokens(),
                use.reported(),
                end);
        try {
            return credits.settle(bill).credits();
        } catch (RuntimeException e) {
            if (isUnknown(e, hold.id())) {
                return 0;
            }
            LOG.warn("Call {} could not be settled at once: {}", hold.id(), e.toString());
            Thread.ofVirtual().name("settle-" + hold.id()).start(() -> settleLater(bill));
            return 0;
        }
    }

    /** As after a crash of the database between a reservation and what should have followed it. */
    private static boolean isUnknown(RuntimeException e, UUID call) {
        boolean unknown = e instanceof ApiException known && known.code() == ErrorCode.NOT_FOUND;
        if (unknown) {
            LOG.warn("Call {} was not reserved any more when it was settled", call);
        }
        return unknown;
    }

    private void settleLater(Credits.Settle bill) {
        try {
            for (int attempt = 1; attempt <= SETTLE_ATTEMPTS && !closing.within(BETWEEN_ATTEMPTS); attempt++) {
                try {
                    credits.settle(bill);
                    return;
                } catch (RuntimeException e) {
                    if (isUnknown(e, bill.id())) {
                        return;
                    }
                    LOG.debug("Call {} could not be settled (attempt {})", bill.id(), attempt, e);
                }
            }
            LOG.error("Call {} was not settled here: accounting settles it from its progress", bill.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        running = true;
        closing.untilThen("till", TELL_EVERY, this::tellProgress);
    }

    private void tellProgress() {
        Map<UUID, List<Credits.Delivered>> byAccount = calls.entrySet().stream()
                .collect(Collectors.groupingBy(
                        call -> call.getValue().accountId(),
                        Collectors.mapping(
                                call -> new Credits.Delivered(
                                        call.getKey(), call.getValue().delivered()),
                                Collectors.toList())));
        byAccount.forEach((account, delivered) -> {
            for (int from = 0; from < delivered.size(); from += TELL_AT_ONCE) {
                tell(account, delivered.subList(from, Math.min(from + TELL_AT_ONCE, delivered.size())));
            }
        });
    }

    private void tell(UUID account, List<Credits.Delivered> delivered) {
        try {
            credits.progress(new Credits.Progress(account, delivered));
        } catch (RuntimeException e) {
            LOG.warn("Accounting could not be told how far answers are: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Credits that are reserved for one call of a model. Given back when nothing was called. */
    static final class Hold implements AutoCloseable {
        private final Till till;
        private final UUID accountId;
        private final ModelChoice choice;
        private final Credits.Reserved reserved;
        private final long promptTokens;
        private boolean taken;

        private Hold(Till till, UUID accountId, ModelChoice choice, Credits.Reserved reserved, long promptTokens) {
            this.till = till;
            this.accountId = accountId;
            this.choice = choice;
            this.reserved = reserved;
            this.promptTokens = promptTokens;
        }

        UUID id() {
            return reserved.id();
        }

        UUID accountId() {
            return accountId;
        }

        long promptTokens() {
            return promptTokens;
        }

        int maxOutputTokens() {
            return Math.toIntExact(reserved.maxOutputTokens());
        }

        /** @return whether it is for this model, and was not taken before */
        private synchronized boolean take(ModelChoice other) {
            boolean fits = !taken
                    && other.isOf(choice.provider().name(), choice.model().id());
            taken |= fits;
            return fits;
        }

        @Override
        public void close() {
            synchronized (this) {
                if (taken) {
                    return;
                }
                taken = true;
            }
            till.giveBack(this);
        }
    }
}
