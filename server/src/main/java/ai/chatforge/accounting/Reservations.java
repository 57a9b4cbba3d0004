package ai.chatforge.accounting;

import ai.chatforge.accounting.api.CreditConsumed;
import ai.chatforge.accounting.api.Credits;
import ai.chatforge.accounting.api.QuotaReached;
import ai.chatforge.accounting.api.StreamingSessionFinalized;
import ai.chatforge.accounting.api.StreamingSessionStarted;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.event.Event;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Reserving and settling. */
@Service
class Reservations {
    static final String SESSION = "session";

    private static final Logger LOG = LoggerFactory.getLogger(Reservations.class);

    private static final Set<String> ORIGINS =
            Set.of("chat", "public", "api", "widget", "evaluation", "summary", SESSION);
    private static final long MOST_TOKENS = 100_000_000;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_AT_ONCE = 10_000;
    private static final List<Integer> TOLD = List.of(80, 100);
    /** Until an answer under way may have ended. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Database db;
    private final ReservationRepository reservations;
    private final PriceList prices;
    private final PlanAllowances plans;
    private final EventLog events;
    private final AccountingSettings settings;
    private final Clock clock;

    Reservations(
            @Qualifier("accounting") Database db,
            ReservationRepository reservations,
            PriceList prices,
            PlanAllowances plans,
            EventLog events,
            AccountingSettings settings,
            Clock clock) {
        this.db = db;
        this.reservations = reservations;
        this.prices = prices;
        this.plans = plans;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    Credits.Reserved reserve(Credits.Reserve request) {
        check(request);
        UUID account = request.accountId();
        Long planLimit = plans.creditsOf(account);
        Instant now = clock.instant();
        Price price = request.ownKey() ? Price.NOTHING : prices.of(request.provider(), request.model(), now);
        boolean session = request.origin().equals(SESSION);
        Duration lease = session ? settings.sessionLease() : settings.lease();
        ReservationRepository.Outcome outcome =
                inTenant(account, session && events.isHeard(StreamingSessionStarted.class), () -> {
                    ReservationRepository.Outcome came = reservations.reserve(request, price, planLimit, lease, now);
                    if (session && came instanceof ReservationRepository.Outcome.Held held && held.fresh()) {
                        publish(new StreamingSessionStarted(
                                account,
                                request.id(),
                                request.provider(),
                                request.model(),
                                held.reserved().credits()));
                    }
                    return came;
                });
        tell(account, outcome.quota(), outcome instanceof ReservationRepository.Outcome.Short, now);
        return switch (outcome) {
            case ReservationRepository.Outcome.Held held -> held.reserved();
            case ReservationRepository.Outcome.Short little -> throw tooFew(little, now);
        };
    }

    private static ApiException tooFew(ReservationRepository.Outcome.Short little, Instant now) {
        String takes = "This takes " + little.needs() + " credits, and the account has " + little.has();
        if (little.needs() <= little.has() + little.elsewhere()) {
            return ApiException.retryLater(
                    ErrorCode.INSUFFICIENT_CREDITS,
                    takes + ", as " + little.elsewhere()
                            + " are held for answers under way. Try again when one of them has ended.",
                    SOON);
        }
        return new ApiException(
                ErrorCode.INSUFFICIENT_CREDITS,
                takes + ". Buy credits, choose a larger plan, or wait until its allowance is renewed on "
                        + inWords(Period.at(now).end()) + ".");
    }

    static String inWords(Instant at) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd 'at' HH:mm 'UTC'", Locale.ROOT)
                .format(at.atOffset(ZoneOffset.UTC));
    }

    Credits.Settled settle(Credits.Settle request) {
        tokens("promptTokens", request.promptTokens());
        tokens("cachedTokens", request.cachedTokens());
        tokens("completionTokens", request.completionTokens());
        Instant now = clock.instant();
        return resolve(request.accountId(), () -> reservations.settle(request, now), now)
                .map(Reservations::settled)
                .orElseThrow(() -> ApiException.notFound("reservation"));
    }

    static Credits.Settled settled(Reservation reservation) {
        Reservation.Use use = Objects.requireNonNull(reservation.use());
        return new Credits.Settled(reservation.id(), use.charged(), use.writtenOff());
    }

    /** By what was delivered, when the lease is over; else nothing happens. */
    void expire(ReservationRepository.Pending pending) {
        Instant now = clock.instant();
        resolve(pending.tenantId(), () -> reservations.expire(pending.id(), now), now);
    }

    private Optional<Reservation> resolve(
            UUID account, Supplier<Optional<ReservationRepository.Resolved>> work, Instant now) {
        boolean heard = events.isHeard(CreditConsumed.class) || events.isHeard(StreamingSessionFinalized.class);
        Optional<ReservationRepository.Resolved> resolved = inTenant(account, heard, () -> {
            Optional<ReservationRepository.Resolved> came = work.get();
            came.filter(ReservationRepository.Resolved::fresh).ifPresent(one -> publish(one.reservation()));
            return came;
        });
        resolved.ifPresent(one -> tell(account, one.quota(), false, now));
        return resolved.map(ReservationRepository.Resolved::reservation);
    }

    private void publish(Reservation of) {
        Reservation.Use use = of.use();
        if (use == null) {
            return;
        }
        publish(new CreditConsumed(
                of.tenantId(),
                of.id(),
                of.userId(),
                of.botId(),
                of.provider(),
                of.model(),
                of.origin(),
                use.promptTokens(),
                use.cachedTokens(),
                use.completionTokens(),
                use.reported(),
                use.charged(),
                use.writtenOff()));
        if (of.origin().equals(SESSION)) {
            String outcome = of.state().name().toLowerCase(Locale.ROOT);
            publish(new StreamingSessionFinalized(of.tenantId(), of.id(), outcome, use.charged()));
        }
    }

    private void publish(Event event) {
        if (events.isHeard(event.getClass())) {
            events.publish(db, event);
        }
    }

    /** What fails here is made up for by the next use of credits; what was reserved or settled stands. */
    private void tell(UUID account, ReservationRepository.Quota seen, boolean refused, Instant now) {
        if (seen.now() <= seen.before()) {
            return;
        }
        try {
            Tenant.run(
                    account,
                    () -> db.run(() -> reservations.tell(refused, now).ifPresent(quota -> TOLD.stream()
                            .filter(percent -> quota.before() < percent && percent <= quota.now())
                            .forEach(percent -> events.publish(
                                    db,
                                    new QuotaReached(
                                            account,
                                            percent,
                                            quota.allowance(),
                                            Period.at(now).end()))))));
        } catch (RuntimeException e) {
            LOG.warn("How much account {} has used could not be told: {}", account, e.toString());
        }
    }

    /** @return how many of them are under way */
    int progress(Credits.Progress request) {
        if (request.delivered().size() > MOST_AT_ONCE) {
            throw ApiException.invalid("delivered", "must be at most " + MOST_AT_ONCE);
        }
        request.delivered().forEach(one -> tokens("completionTokens", one.completionTokens()));
        return inTenant(request.accountId(), false, () -> reservations.progress(request.delivered(), clock.instant()));
    }

    /** @param together in one transaction, as something is published of it; else each statement is one */
    private <T> T inTenant(UUID account, boolean together, Supplier<T> work) {
        return Tenant.<T, RuntimeException>call(account, () -> together ? db.call(work) : work.get());
    }

    private static void check(Credits.Reserve request) {
        name("provider", request.provider());
        name("model", request.model());
        tokens("promptTokens", request.promptTokens());
        tokens("mostPromptTokens", request.mostPromptTokens());
        tokens("maxOutputTokens", request.maxOutputTokens());
        tokens("leastOutputTokens", request.leastOutputTokens());
        if (!ORIGINS.contains(request.origin())) {
            throw ApiException.invalid("origin", "must be one of " + String.join(", ", new TreeSet<>(ORIGINS)));
        }
    }

    static void name(String field, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw ApiException.invalid(field, "must be a name of at most " + LONGEST_NAME + " characters");
        }
    }

    static void tokens(String field, long tokens) {
        if (tokens < 0 || tokens > MOST_TOKENS) {
            throw ApiException.invalid(field, "must be between 0 and " + MOST_TOKENS);
        }
    }
}
