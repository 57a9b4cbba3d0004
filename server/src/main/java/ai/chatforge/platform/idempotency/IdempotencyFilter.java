package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.CallerFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/** See {@link Idempotent}. Stands behind security: a key belongs to a caller. */
final class IdempotencyFilter extends OncePerRequestFilter {
    static final String HEADER = "Idempotency-Key";
    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);
    private static final int ANSWER_LIMIT = 1 << 20;

    private final IdempotentHandlers handlers;
    private final IdempotencyKeys keys;
    private final Leases leases;
    private final ProblemWriter problems;
    private final int bodyLimit;

    IdempotencyFilter(
            IdempotentHandlers handlers, IdempotencyKeys keys, Leases leases, ProblemWriter problems, int bodyLimit) {
        this.handlers = handlers;
        this.keys = keys;
        this.leases = leases;
        this.problems = problems;
        this.bodyLimit = bodyLimit;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<IdempotentHandlers.Target> target = handlers.of(request);
        if (target.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            handle(target.get(), request, response, chain);
        } catch (ApiException e) {
            problems.write(request, response, e);
        }
    }

    private void handle(
            IdempotentHandlers.Target target,
            HttpServletRequest original,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        String sent = KeyedWork.textOf(HEADER, String.valueOf(original.getHeader(HEADER)));
        HttpServletRequest request = RepeatableRequest.of(original, bodyLimit);
        Database database = target.database();
        RequestKey key = RequestKey.of(
                database.service(),
                callerOf(request),
                request.getMethod() + " " + target.route(),
                sent,
                addressOf(request),
                RepeatableRequest.bodyOf(request));
        switch (KeyedWork.claim(keys, database, key)) {
            case Claim.Granted granted -> run(database, key, granted, request, response, chain);
            case Claim.Answered answered -> answered.answer().writeTo(response);
            case Claim.Refused refused -> throw KeyedWork.refusal(refused);
        }
    }

    private void run(
            Database database,
            RequestKey key,
            Claim.Granted granted,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        UUID attempt = granted.attempt();
        RecordedResponse recorded = new RecordedResponse(response, ANSWER_LIMIT);
        leases.hold(attempt, database);
        boolean answered = false;
        try {
            doFilter(granted.effect(), request, recorded, chain);
            answered = !recorded.isFailed() && KeptAnswer.isKept(recorded.getStatus());
        } finally {
            leases.drop(attempt);
            // A stream that broke off stays as it was sent: what it began is there.
            end(database, key, attempt, recorded, answered || recorded.isPassing());
        }
        recorded.send();
    }

    private static void doFilter(
            UUID effect, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ScopedValue.where(EffectId.OF_REQUEST, effect).<@Nullable Void, Exception>call(() -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private void end(Database database, RequestKey key, UUID attempt, RecordedResponse recorded, boolean answered) {
        try {
            if (answered) {
                keys.finish(database, key, attempt, KeptAnswer.of(recorded, recorded.body()), recorded.isWhole());
            } else {
                keys.release(database, key, attempt);
            }
        } catch (RuntimeException e) {
            // What was asked for is done and its answer at hand: the caller gets it all the same.
            LOG.warn("The answer to a request with an idempotency key could not be kept: {}", e.toString());
        }
    }

    private static String callerOf(HttpServletRequest request) {
        Caller caller = CallerFilter.callerOf(request);
        // Not told apart by the key alone: without the same body there is no answer for a stranger.
        return caller instanceof Caller.Anonymous
                ? "anonymous " + request.getRemoteAddr() + " " + request.getHeader("X-Visitor-Id")
                : KeyedWork.nameOf(caller);
    }

    private static String addressOf(HttpServletRequest request) {
        String length = RepeatableRequest.isUpload(request) ? " " + request.getContentLengthLong() : "";
        return request.getRequestURI() + "?" + request.getQueryString() + length;
    }
}
