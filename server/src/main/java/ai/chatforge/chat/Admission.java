package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.idempotency.RepeatableRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses questions when more wait for the beginning of their answers than can be begun in a few seconds, and sooner when
 * that lasts ({@link Rush}). Stands before all that costs something, so that refusing most of them leaves the others as
 * quick as ever. A question waits from when all of it is there, however slowly it was sent, until its answer has begun: held
 * streams are no overload. Of those that are too large to be kept before anybody knows whose they are, some may wait while
 * they are sent, beside the others.
 */
final class Admission extends OncePerRequestFilter implements Ordered {
    private static final ScopedValue<Place> PLACE = ScopedValue.newInstance();
    /** Apart, so that those who come again do not come together. */
    private static final int LONGEST_WAIT = 4;
    /** At the most, for questions that are being sent. */
    private static final int PART_OF_MEMORY = 8;

    /** But large ones. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final Rush rush;
    private final IntSupplier ending;
    private final AtomicInteger large = new AtomicInteger();
    private final AtomicInteger beingRead = new AtomicInteger();
    private final int most;
    private final int mostLarge;
    private final int readAhead;
    private final long mostRead;
    private final ProblemWriter problems;

    /**
     * @param most that may wait; 0 for any number
     * @param readAhead up to which length, in bytes, questions are read before they wait
     * @param ending how many answers wait to be settled and stored
     */
    Admission(int most, int readAhead, IntSupplier ending, ProblemWriter problems) {
        this.most = most;
        this.rush = new Rush(most, System::nanoTime);
        this.mostLarge = Math.max(1, most / 4);
        this.readAhead = readAhead;
        this.ending = ending;
        this.mostRead = Runtime.getRuntime().maxMemory() / PART_OF_MEMORY / readAhead;
        this.problems = problems;
    }

    private final class Place {
        private final AtomicBoolean taken = new AtomicBoolean(true);
        private final boolean ofLarge;

        private Place(boolean ofLarge) {
            this.ofLarge = ofLarge;
        }

        void begun() {
            if (leave()) {
                rush.begun();
            }
        }

        boolean leave() {
            boolean left = taken.compareAndSet(true, false);
            if (left) {
                (ofLarge ? large : waiting).decrementAndGet();
            }
            return left;
        }
    }

    private Place take(boolean ofLarge) {
        Place place = new Place(ofLarge);
        int now = (ofLarge ? large : waiting).incrementAndGet();
        if (most > 0 && (ofLarge ? now > mostLarge : rush.refuses(now, ending.getAsInt()))) {
            place.leave();
            throw overloaded();
        }
        return place;
    }

    /** For a question that comes otherwise than by a request of its own. */
    <T> T admit(Supplier<T> question) {
        Place place = take(false);
        try {
            T asked = question.get();
            place.begun();
            return asked;
        } finally {
            place.leave();
        }
    }

    /** The answer to the present request has begun. */
    static void begun() {
        if (PLACE.isBound()) {
            PLACE.get().begun();
        }
    }

    /** Behind the filters that give requests an id, and tell browsers whose pages may read the answer. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 2;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean question = path.equals("/api/chat") || path.startsWith("/api/chat/") || path.startsWith("/v1/");
        boolean other = path.endsWith("/stop") || RepeatableRequest.isUpload(request);
        return most == 0 || !question || other || !request.getMethod().equals("POST");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest whole;
        Place place;
        try {
            boolean isLarge = isLarge(request);
            whole = isLarge ? request : read(request);
            place = take(isLarge);
        } catch (ApiException e) {
            problems.write(request, response, e);
            return;
        }
        try {
            handle(place, whole, response, chain);
            if (response.getStatus() < 400) {
                place.begun();
            }
        } finally {
            place.leave();
        }
    }

    /** Where very many are being sent already, none is small enough. */
    private boolean isLarge(HttpServletRequest request) {
        return request.getContentLengthLong() > readAhead
                || request.getHeader("Transfer-Encoding") != null
                || beingRead.get() >= mostRead;
    }

    private HttpServletRequest read(HttpServletRequest request) {
        beingRead.incrementAndGet();
        try {
            return RepeatableRequest.of(request, readAhead);
        } finally {
            beingRead.decrementAndGet();
        }
    }

    private static ApiException overloaded() {
        int wait = ThreadLocalRandom.current().nextInt(1, LONGEST_WAIT + 1);
        return ApiException.retryLater(
                ErrorCode.OVERLOADED,
                "More questions are asked at the moment than can be answered. Try again in " + wait + " s.",
                Duration.ofSeconds(wait));
    }

    private static void handle(Place place, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ScopedValue.where(PLACE, place).<@Nullable Void, Exception>call(() -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
