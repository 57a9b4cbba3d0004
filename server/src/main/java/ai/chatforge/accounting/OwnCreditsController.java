package ai.chatforge.accounting;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.idempotency.EffectId;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Credits of the signed-in user's account. */
@Tag(name = "credits", description = "Credits: what is left, what was used, and what that cost")
@RestController
@RequestMapping("/api/credits")
@Access(Access.Rule.USER)
class OwnCreditsController {
    private final Database db;
    private final Balances balances;
    private final BalanceRepository rows;
    private final PriceList prices;
    private final Clock clock;

    OwnCreditsController(
            @Qualifier("accounting") Database db,
            Balances balances,
            BalanceRepository rows,
            PriceList prices,
            Clock clock) {
        this.db = db;
        this.balances = balances;
        this.rows = rows;
        this.prices = prices;
        this.clock = clock;
    }

    @Schema(name = "CreditBalance")
    record View(
            @Schema(description = "To be spent now, in credits")
            long available,

            @Schema(description = "Held for answers under way")
            long reserved,

            @Schema(description = "The plan sets no limit: nothing is refused")
            boolean unlimited,

            @Schema(description = "Granted and bought ones: they never lapse, and are spent last")
            long lasting,

            AllowanceView allowance,

            @Schema(description = "When the allowance begins anew, and what is left of it lapses")
            Instant renewedAt) {
        static View of(BalanceRepository.Row row) {
            return new View(
                    row.available(),
                    row.reserved(),
                    row.unlimited(),
                    row.lasting(),
                    new AllowanceView(row.allotted(), row.spent(), row.allowance()),
                    row.period().end());
        }
    }

    @Schema(name = "CreditAllowance", description = "What the plan gives for a calendar month (UTC)")
    record AllowanceView(long allotted, long spent, long left) {}

    @Operation(operationId = "getBalance", summary = "What one's account can spend")
    @GetMapping("/balance")
    View balance(Caller.User user) {
        return View.of(balances.present(user.tenantId()));
    }

    @Schema(name = "CreditQuestion")
    record Question(
            @Schema(example = "openai") @NotNull @Size(min = 1, max = 200)
            String provider,

            @Schema(example = "gpt-6-luna") @NotNull @Size(min = 1, max = 200)
            String model,

            @Schema(example = "120") @NotNull @Min(0) @Max(100_000_000)
            Long promptTokens,

            @Schema(description = "Tokens that the answer may have at the most", example = "400")
            @NotNull
            @Min(0)
            @Max(100_000_000)
            Long maxOutputTokens) {}

    @Schema(name = "CreditAnswer")
    record Answer(
            boolean enough,

            @Schema(description = "What it costs at the most, in credits")
            long needed,

            long available,
            boolean unlimited,
            Instant renewedAt) {}

    @Operation(
            operationId = "checkCredits",
            summary = "Whether a call of a model can be paid",
            description = "Nothing is reserved. Rounded up to whole credits.")
    @PostMapping("/check")
    Answer check(@RequestBody @Valid Question body, Caller.User user) {
        Reservations.name("provider", body.provider());
        Reservations.name("model", body.model());
        BalanceRepository.Row row = balances.present(user.tenantId());
        long needed = prices.of(body.provider(), body.model(), clock.instant())
                .of(body.promptTokens(), body.maxOutputTokens());
        return new Answer(
                row.unlimited() || needed <= row.available(),
                needed,
                row.available(),
                row.unlimited(),
                row.period().end());
    }

    @Operation(
            operationId = "listCreditTransactions",
            summary = "Every change of one's credits, newest first",
            description = "An answer has two: what it may cost is reserved, then settled by what it did cost.")
    @GetMapping("/transactions")
    Page<Transaction> transactions(
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            Caller.User user) {
        Transaction.Kind only = kind(kind);
        Long before = number(cursor);
        List<Transaction> found = db.call(() -> rows.transactions(only, before, limit));
        return Page.of(found, limit, transaction -> Long.toString(transaction.number()));
    }

    private static Transaction.@Nullable Kind kind(@Nullable String kind) {
        try {
            return kind == null ? null : Transaction.Kind.of(kind);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(
                    "kind",
                    "must be one of "
                            + String.join(
                                    ", ",
                                    List.of(Transaction.Kind.values()).stream()
                                            .map(Transaction.Kind::key)
                                            .toList()));
        }
    }

    private static @Nullable Long number(@Nullable String cursor) {
        try {
            return cursor == null ? null : Long.valueOf(cursor);
        } catch (NumberFormatException e) {
            throw ApiException.invalid("cursor", "must be the nextCursor of the page before");
        }
    }

    enum Given {
        @JsonProperty("grant")
        GRANT,
        @JsonProperty("purchase")
        PURCHASE
    }

    @Schema(name = "CreditAllocationRequest")
    record Allocate(
            @NotNull UUID accountId,

            @Schema(example = "5000") @NotNull @Min(1) @Max(1_000_000_000_000L)
            Long credits,

            @Schema(description = "null: grant") @Nullable Given kind,

            @Schema(description = "Shown to the account's owner") @Nullable @Size(max = 500)
            String note) {}

    @Schema(name = "CreditAllocation")
    record Allocated(UUID id, UUID accountId, long credits, View balance) {}

    @Tag(name = "admin")
    @Access(Access.Rule.ADMIN)
    @Operation(
            operationId = "allocateCredits",
            summary = "Give an account credits",
            description = "They never lapse, and are spent when the month's allowance is used up.")
    @Idempotent
    @PostMapping("/allocate")
    @ResponseStatus(HttpStatus.CREATED)
    Allocated allocate(@RequestBody @Valid Allocate body, Caller.User admin) {
        if (body.note() != null && body.note().indexOf('\0') >= 0) {
            throw ApiException.invalid("note", "must not have a NUL character");
        }
        UUID id = EffectId.orNext();
        Given kind = body.kind() == null ? Given.GRANT : body.kind();
        balances.allocate(
                body.accountId(),
                id,
                kind.name().toLowerCase(Locale.ROOT),
                body.credits(),
                body.note(),
                admin.userId());
        return new Allocated(id, body.accountId(), body.credits(), View.of(balances.present(body.accountId())));
    }
}
