package ai.chatforge.accounting;

import ai.chatforge.accounting.api.CreditAllocated;
import ai.chatforge.auth.api.Users;
import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.user.api.Limit;
import ai.chatforge.user.api.LimitUsed;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** What accounts have, and what they are given. */
@Service
class Balances {
    private static final Logger LOG = LoggerFactory.getLogger(Balances.class);
    /** Before all others. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final Database db;
    private final BalanceRepository balances;
    private final PlanAllowances plans;
    private final Everybody everybody;
    private final Users users;
    private final EventLog events;
    private final AuditLog audit;
    private final Clock clock;

    Balances(
            @Qualifier("accounting") Database db,
            BalanceRepository balances,
            PlanAllowances plans,
            Everybody everybody,
            Users users,
            EventLog events,
            AuditLog audit,
            Clock clock) {
        this.db = db;
        this.balances = balances;
        this.plans = plans;
        this.everybody = everybody;
        this.users = users;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    BalanceRepository.Row present(UUID account) {
        Long planLimit = plans.creditsOf(account);
        return inTenant(account, () -> balances.present(planLimit, clock.instant()));
    }

    /**
     * Once for each id.
     *
     * @param kind grant or purchase
     */
    void allocate(UUID account, UUID id, String kind, long credits, @Nullable String note, UUID by) {
        // Who does not exist is given nothing.
        users.user(account);
        this.<@Nullable Void>inTenant(account, () -> {
            if (balances.allocate(id, kind, credits, note, by, clock.instant())) {
                events.publish(db, new CreditAllocated(account, id, kind, credits));
                audit.record(db, "credits.allocated", account, Map.of("kind", kind, "credits", credits, "by", by));
            }
            return null;
        });
    }

    /**
     * Shows in the entitlements how much of the plan is used: not with every answer, but soon after. One of which it cannot
     * be told keeps no other from it.
     *
     * @param atOnce so many accounts are looked up at a time
     */
    void tellUse(int atOnce) {
        UUID last = NOBODY;
        List<UUID> some;
        do {
            UUID after = last;
            some = everybody.read(() -> balances.untold(after, atOnce));
            some.forEach(this::tellUse);
            last = some.isEmpty() ? last : some.getLast();
        } while (some.size() == atOnce);
    }

    private void tellUse(UUID account) {
        try {
            this.<@Nullable Void>inTenant(account, () -> {
                balances.markTold()
                        .ifPresent(spent -> events.publish(db, new LimitUsed(account, Limit.TOKENS_PER_MONTH, spent)));
                return null;
            });
        } catch (RuntimeException e) {
            LOG.warn("How much account {} has used cannot be told at the moment: {}", account, e.toString());
        }
    }

    private <T extends @Nullable Object> T inTenant(UUID account, Supplier<T> work) {
        return Tenant.<T, RuntimeException>call(account, () -> db.call(work));
    }
}
