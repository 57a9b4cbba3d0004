package ai.chatforge.accounting;

import ai.chatforge.user.api.Allowances;
import ai.chatforge.user.api.Limit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What plans give: a credit for each token. */
@Component
class PlanAllowances {
    private final Allowances allowances;

    PlanAllowances(Allowances allowances) {
        this.allowances = allowances;
    }

    /** For a month; null when the plan sets no limit. Not to be called inside a transaction. */
    @Nullable
    Long creditsOf(UUID account) {
        return allowances.of(account).limits().get(Limit.TOKENS_PER_MONTH);
    }
}
