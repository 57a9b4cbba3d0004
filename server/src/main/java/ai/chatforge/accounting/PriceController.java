package ai.chatforge.accounting;

import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The price list, for administrators. */
@Tag(name = "admin", description = "For administrators of the installation")
@RestController
@RequestMapping("/api/admin/prices")
@Access(Access.Rule.ADMIN)
class PriceController {
    private static final Duration LONGEST_AHEAD = Duration.ofDays(3650);

    private final Database db;
    private final PriceRepository prices;
    private final PriceList list;
    private final AuditLog audit;
    private final Clock clock;

    PriceController(
            @Qualifier("accounting") Database db, PriceRepository prices, PriceList list, AuditLog audit, Clock clock) {
        this.db = db;
        this.prices = prices;
        this.list = list;
        this.audit = audit;
        this.clock = clock;
    }

    @Schema(name = "ModelPriceChange")
    record Change(
            @Schema(description = "Name of the provider; *: every one", example = "*")
            @NotNull
            @Pattern(regexp = "\\*|[^*\\p{Cntrl}]{1,200}", message = "must be a name, or * for every one")
            String provider,

            @Schema(
                    description = "Id of the model; with * at its end: every one that begins so",
                    example = "gpt-6-luna*")
            @NotNull
            @Pattern(
                    regexp = "[^*\\p{Cntrl}]{0,199}\\*|[^*\\p{Cntrl}]{1,200}",
                    message = "must be an id, with * at its end for every one that begins so")
            String model,

            @Schema(description = "From when it counts, not in the past; null: from now on") @Nullable
            Instant validFrom,

            @NotNull @DecimalMin("0") @DecimalMax("1000000") @Digits(integer = 7, fraction = 9)
            BigDecimal input,

            @NotNull @DecimalMin("0") @DecimalMax("1000000") @Digits(integer = 7, fraction = 9)
            BigDecimal cached,

            @NotNull @DecimalMin("0") @DecimalMax("1000000") @Digits(integer = 7, fraction = 9)
            BigDecimal output) {}

    @Operation(
            operationId = "listPrices",
            summary = "What tokens of models cost, in credits",
            description =
                    "Of those that stand for a model, the one of its provider counts before that of every one, the"
                            + " longer name before the shorter, and of the same name the latest that has begun.")
    @GetMapping
    Page<Price> list() {
        return new Page<>(db.call(prices::all), null);
    }

    @Operation(
            operationId = "setPrice",
            summary = "Set what tokens of a model cost, from some time on",
            description = "What was reserved before is settled by the price of then.")
    @PutMapping
    Price set(@RequestBody @Valid Change body, Caller.User admin) {
        Instant now = clock.instant();
        Instant from = Objects.requireNonNullElse(body.validFrom(), now);
        if (from.isBefore(now)) {
            throw ApiException.invalid("validFrom", "must not be in the past: what was charged stays as it is");
        }
        if (from.isAfter(now.plus(LONGEST_AHEAD))) {
            throw ApiException.invalid("validFrom", "must be within ten years");
        }
        Price price = new Price(body.provider(), body.model(), from, body.input(), body.cached(), body.output());
        db.run(() -> {
            prices.put(price);
            audit.record(
                    db,
                    "price.set",
                    admin.userId(),
                    Map.of(
                            "provider", price.provider(),
                            "model", price.model(),
                            "validFrom", from.toString(),
                            "input", price.input(),
                            "cached", price.cached(),
                            "output", price.output()));
        });
        list.forget();
        return price;
    }
}
