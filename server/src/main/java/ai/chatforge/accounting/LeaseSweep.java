package ai.chatforge.accounting;

import ai.chatforge.platform.web.Closing;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Settles what nobody tells the progress of any more, and tells how much of their plans accounts have used. Several
 * processes may do it at once: each reservation is resolved by one.
 */
@Component
class LeaseSweep implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseSweep.class);
    private static final int BATCH = 500;

    private final Everybody everybody;
    private final ReservationRepository reservations;
    private final Reservations resolving;
    private final Balances balances;
    private final AccountingSettings settings;
    private final Closing closing;
    private final Clock clock;
    private volatile boolean running;

    LeaseSweep(
            Everybody everybody,
            ReservationRepository reservations,
            Reservations resolving,
            Balances balances,
            AccountingSettings settings,
            Closing closing,
            Clock clock) {
        this.everybody = everybody;
        this.reservations = reservations;
        this.resolving = resolving;
        this.balances = balances;
        this.settings = settings;
        this.closing = closing;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        closing.untilThen("lease-sweep", settings.sweepEvery(), this::round);
    }

    private void round() {
        try {
            sweep();
            balances.tellUse(BATCH);
        } catch (RuntimeException e) {
            LOG.warn("Expired reservations cannot be looked for at the moment: {}", e.toString());
        }
    }

    /** One that cannot be settled keeps no other from it. */
    void sweep() {
        List<ReservationRepository.Pending> some;
        int settled;
        do {
            some = everybody.read(() -> reservations.expired(clock.instant(), BATCH));
            settled = 0;
            for (ReservationRepository.Pending pending : some) {
                try {
                    resolving.expire(pending);
                    settled++;
                } catch (RuntimeException e) {
                    LOG.atError()
                            .addKeyValue("reservationId", pending.id())
                            .setCause(e)
                            .log("expired reservation cannot be settled");
                }
            }
        } while (some.size() == BATCH && settled > 0);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
