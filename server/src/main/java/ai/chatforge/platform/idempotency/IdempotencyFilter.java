package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.CallerFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/** See {@link Idempotent}. Stands behind security: a key belongs to a caller. */
final class IdempotencyFilter extends OncePerRequestFilter {
    static final String HEADER = "Idempotency-Key";
    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);
    private static final Pattern KEY = Pattern.compile("\"?([\\x21\\x23-\\x7E]{1,255})\"?");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int POLL_MILLIS = 25;
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
        String sent = keyOf(original);
        HttpServletRequest request = isUpload(original) ? original : RepeatableRequest.of(original, bodyLimit);
        Database database = target.database();
        RequestKey key = RequestKey.of(
                database.service(),
                callerOf(request),
                request.getMethod() + " " + target.route(),
                sent,
                addressOf(request),
                request instanceof RepeatableRequest repeatable ? repeatable.body() : new byte[0]);
        switch (claim(database, key)) {
            case Claim.Granted granted -> run(database, key, granted, request, response, chain);
            case Claim.Answered answered -> answered.answer().writeTo(response);
            case Claim.Running running ->
                throw ApiException.retryLater(
                        ErrorCode.IDEMPOTENCY_IN_PROGRESS, "The first request with this key is still running.", RETRY);
            case Claim.OtherRequest other ->
                throw new ApiException(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "This key was used for a different request. Use a new key for each new request.");
            case Claim.AnswerNotKept none ->
                throw new ApiException(
                        ErrorCode.CONFLICT,
                        "The first request with this key was done; its answer was too large to be kept.");
        }
    }

    /** Waits a little for a request that runs already: most end soon. */
    private Claim claim(Database database, RequestKey key) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Claim claim = keys.claim(database, key);
        try {
            while (claim instanceof Claim.Running && System.nanoTime() < deadline) {
                Thread.sleep(POLL_MILLIS);
                claim = keys.look(database, key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return claim;
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

    private static String keyOf(HttpServletRequest request) {
        var matcher = KEY.matcher(String.valueOf(request.getHeader(HEADER)).strip());
        if (!matcher.matches()) {
            throw ApiException.invalid(HEADER, "must have 1 to 255 visible ASCII characters");
        }
        return matcher.group(1);
    }

    private static String callerOf(HttpServletRequest request) {
        return switch (CallerFilter.callerOf(request)) {
            case Caller.User user -> "user " + user.tenantId() + " " + user.userId();
            case Caller.Key key -> "key " + key.keyId();
            case Caller.Service service -> "service " + service.audience();
            // Not told apart by the key alone: without the same body there is no answer for a stranger.
            case Caller.Anonymous anonymous ->
                "anonymous " + request.getRemoteAddr() + " " + request.getHeader("X-Visitor-Id");
        };
    }

    private static String addressOf(HttpServletRequest request) {
        String length = isUpload(request) ? " " + request.getContentLengthLong() : "";
        return request.getRequestURI() + "?" + request.getQueryString() + length;
    }

    private static boolean isUpload(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, "multipart/", 0, 10);
    }
}
