package ai.chatforge.accounting;

import ai.chatforge.accounting.api.CreditConsumed;
import ai.chatforge.accounting.api.Credits;
import ai.chatforge.accounting.api.QuotaReached;
import ai.chatforge.accounting.api.StreamingSessionFinalized;
import ai.chatforge.accounting.api.StreamingSessionStarted;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Reserving and settling. */
@Service
class Reservations {
    static final String SESSION = "session";

    private static final Set<String> ORIGINS =
            Set.of("chat", "public", "api", "widget", "evaluation", "summary", SESSION);
    private static final long MOST_TOKENS = 100_000_000;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_AT_ONCE = 10_000;
    private static final List<Integer> TOLD = List.of(80, 100);

    private final Database db;
    private final ReservationRepository reservations;
    private final PlanAllowances plans;
    private final EventLog events;
    private final AccountingSettings settings;
    private final Clock clock;

    Reservations(
            @Qualifier("accounting") Database db,
            ReservationRepository reservations,
            PlanAllowances plans,
            EventLog events,
            AccountingSettings settings,
            Clock clock) {
        this.db = db;
        this.reservations = reservations;
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
        ReservationRepository.Outcome outcome = inTenant(account, () -> {
            ReservationRepository.Outcome came = reservations.reserve(
                    request,
                    planLimit,
                    request.origin().equals(SESSION) ? settings.sessionLease() : settings.lease(),
                    now);
            tell(account, came.quota(), now);
            if (came instanceof ReservationRepository.Outcome.Held held
                    && held.fresh()
                    && request.origin().equals(SESSION)) {
                events.publish(
                        db,
                        new StreamingSessionStarted(
                                account,
                                request.id(),
                                request.provider(),
                                request.model(),
                                held.reserved().credits()));
            }
            return came;
        });
        return switch (outcome) {
            case ReservationRepository.Outcome.Held held -> held.reserved();
            case ReservationRepository.Outcome.Short little -> throw tooFew(little.needs(), little.has(), now);
        };
    }

    private static ApiException tooFew(long needs, long has, Instant now) {
        return new ApiException(
                ErrorCode.INSUFFICIENT_CREDITS,
                "This takes " + needs + " credits, and the account has " + has
                        + ". Buy credits, choose a larger plan, or" + " wait until its allowance is renewed on "
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
        return inTenant(
                request.accountId(),
                () -> settled(reservations
                        .settle(request, now)
                        .map(resolved -> told(resolved, now))
                        .orElseThrow(() -> ApiException.notFound("reservation"))));
    }

    static Credits.Settled settled(Reservation reservation) {
        Reservation.Use use = Objects.requireNonNull(reservation.use());
        return new Credits.Settled(reservation.id(), use.charged(), use.writtenOff());
    }

    /** By what was delivered, when the lease is over; else nothing happens. */
    void expire(ReservationRepository.Pending pending) {
        Instant now = clock.instant();
        this.<@Nullable Void>inTenant(pending.tenantId(), () -> {
            reservations.expire(pending.id(), now).ifPresent(resolved -> told(resolved, now));
            return null;
        });
    }

    private Reservation told(ReservationRepository.Resolved resolved, Instant now) {
        Reservation of = resolved.reservation();
        Reservation.Use use = of.use();
        if (resolved.fresh() && use != null) {
            tell(of.tenantId(), resolved.quota(), now);
            events.publish(
                    db,
                    new CreditConsumed(
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
                events.publish(db, new StreamingSessionFinalized(of.tenantId(), of.id(), outcome, use.charged()));
            }
        }
        return of;
    }

    private void tell(UUID account, ReservationRepository.Quota quota, Instant now) {
        for (int percent : TOLD) {
            if (quota.before() < percent && percent <= quota.now()) {
                events.publish(
                        db,
                        new QuotaReached(
                                account,
                                percent,
                                quota.allowance(),
                                Period.at(now).end()));
            }
        }
    }

    /** @return how many of them are under way */
    int progress(Credits.Progress request) {
        if (request.delivered().size() > MOST_AT_ONCE) {
            throw ApiException.invalid("delivered", "must be at most " + MOST_AT_ONCE);
        }
        request.delivered().forEach(one -> tokens("completionTokens", one.completionTokens()));
        return inTenant(request.accountId(), () -> reservations.progress(request.delivered(), clock.instant()));
    }

    private <T extends @Nullable Object> T inTenant(UUID account, Supplier<T> work) {
        return Tenant.<T, RuntimeException>call(account, () -> db.call(work));
    }

    private static void check(Credits.Reserve request) {
        name("provider", request.provider());
        name("model", request.model());
        tokens("promptTokens", request.promptTokens());
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
