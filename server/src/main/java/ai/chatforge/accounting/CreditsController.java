package ai.chatforge.accounting;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.platform.security.Access;
import java.util.UUID;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class CreditsController implements Credits {
    private final Reservations reservations;
    private final Balances balances;

    CreditsController(Reservations reservations, Balances balances) {
        this.reservations = reservations;
        this.balances = balances;
    }

    @Override
    public Reserved reserve(Reserve request) {
        return reservations.reserve(request);
    }

    @Override
    public Settled settle(Settle request) {
        return reservations.settle(request);
    }

    @Override
    public void progress(Progress request) {
        // One that has ended meanwhile was settled from what it had told: its end says so.
        int _ = reservations.progress(request);
    }

    @Override
    public Balance balance(UUID accountId) {
        BalanceRepository.Row row = balances.present(accountId);
        return new Balance(
                accountId,
                row.available(),
                row.reserved(),
                row.unlimited(),
                row.period().end());
    }
}
