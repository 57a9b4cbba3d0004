package ai.chatforge.chat;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.web.Closing;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** An account that can pay for everything, a credit a token, and knows what it was asked. */
final class PatientCredits implements Credits {
    static final ModelRequest.Payer PAYER = new ModelRequest.Payer(UUID.randomUUID(), null, null, "chat");

    final List<Reserve> reserved = new CopyOnWriteArrayList<>();
    /** Of an answer, that it can pay. */
    volatile long most = Long.MAX_VALUE;

    final List<Settle> settled = new CopyOnWriteArrayList<>();
    /** What comes of the next settlements instead. */
    final Queue<RuntimeException> faults = new ConcurrentLinkedQueue<>();
    /** Whether it pays for one call at a time only. */
    volatile boolean poor;

    private final Set<UUID> open = ConcurrentHashMap.newKeySet();

    Till till() {
        return new Till(this, new Tokens(), new Closing(), Supplier::get, new Endings());
    }

    @Override
    public Reserved reserve(Reserve request) {
        if (poor && !open.isEmpty()) {
            throw new ApiException(ErrorCode.INSUFFICIENT_CREDITS, "needs some, has 0");
        }
        open.add(request.id());
        reserved.add(request);
        return new Reserved(
                request.id(),
                request.promptTokens() + request.maxOutputTokens(),
                Math.min(most, request.maxOutputTokens()),
                Instant.now().plusSeconds(60));
    }

    @Override
    public Settled settle(Settle request) {
        RuntimeException fault = faults.poll();
        if (fault != null) {
            throw fault;
        }
        open.remove(request.id());
        settled.add(request);
        return new Settled(request.id(), request.promptTokens() + request.completionTokens(), 0);
    }

    @Override
    public void progress(Progress request) {
        // Nothing of it matters here.
    }

    @Override
    public Balance balance(UUID accountId) {
        return new Balance(accountId, Long.MAX_VALUE, 0, true, Instant.MAX);
    }
}
