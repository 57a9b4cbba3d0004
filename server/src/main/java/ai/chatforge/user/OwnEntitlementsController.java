package ai.chatforge.user;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import ai.chatforge.user.api.Feature;
import ai.chatforge.user.api.Limit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the signed-in user's account may do, and how much of it is left. */
@Tag(name = "users")
@RestController
@Access(Access.Rule.USER)
class OwnEntitlementsController {
    private final Database db;
    private final Subscriptions subscriptions;
    private final LimitUsedRepository used;
    private final Clock clock;

    OwnEntitlementsController(
            @Qualifier("user") Database db, Subscriptions subscriptions, LimitUsedRepository used, Clock clock) {
        this.db = db;
        this.subscriptions = subscriptions;
        this.used = used;
        this.clock = clock;
    }

    @Schema(name = "PlanName")
    record PlanName(
            @Schema(example = "pro") String key,
            @Schema(example = "Pro") String name) {
        static PlanName of(Plan plan) {
            return new PlanName(plan.key(), plan.name());
        }
    }

    @Schema(name = "LimitState")
    record LimitState(
            Limit name,

            @Schema(description = "How many, how many bytes or tokens, at the most; null: not limited") @Nullable
            Long limit,

            @Schema(
                    description =
                            "In the whole account; null where the limit holds for each bot or file, or it is not known")
            @Nullable
            Long used,

            @Nullable Long left,

            @Schema(description = "When used begins anew; null: never") @Nullable
            Instant resetsAt) {}

    @Schema(name = "Entitlements")
    record View(
            PlanName plan,

            @Schema(description = "Null when no trial is under way") @Nullable
            Instant trialEndsAt,

            @Schema(description = "What counts when the trial is over") @Nullable
            PlanName planAfterTrial,

            List<Feature> features,
            List<LimitState> limits) {}

    @Operation(
            operationId = "getEntitlements",
            summary = "What one's account may do, and how much of it is left",
            description = "What is above a limit stays and can be used; only nothing more can be made.")
    @GetMapping("/api/users/me/entitlements")
    View entitlements() {
        return db.call(() -> {
            Standing standing = subscriptions.present();
            Instant now = clock.instant();
            return new View(
                    PlanName.of(standing.plan()),
                    standing.trialEndsAt(),
                    standing.trialEndsAt() == null ? null : PlanName.of(standing.own()),
                    standing.plan().features().stream().sorted().toList(),
                    Arrays.stream(Limit.values())
                            .map(limit -> state(limit, standing.plan().limits().get(limit), now))
                            .toList());
        });
    }

    private LimitState state(Limit limit, @Nullable Long most, Instant now) {
        return switch (limit) {
            case BOTS ->
                state(
                        limit,
                        most,
                        used.find(limit).map(LimitUsedRepository.Used::amount).orElse(0L),
                        null);
            case TOKENS_PER_MONTH -> {
                OffsetDateTime month = now.atOffset(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.DAYS)
                        .withDayOfMonth(1);
                yield state(
                        limit, most, inMonth(limit, month), month.plusMonths(1).toInstant());
            }
            case SOURCES_PER_BOT, TEAMMATES_PER_BOT, KEYS_PER_BOT, UPLOAD_BYTES, PAGES_PER_SITE, CRAWL_DEPTH ->
                new LimitState(limit, most, null, null, null);
        };
    }

    /** Null when nobody ever told; what was told in another month is over. */
    private @Nullable Long inMonth(Limit limit, OffsetDateTime month) {
        return used.find(limit)
                .map(found -> found.at().isBefore(month.toInstant()) ? 0L : found.amount())
                .orElse(null);
    }

    private static LimitState state(Limit limit, @Nullable Long most, @Nullable Long used, @Nullable Instant resetsAt) {
        Long left = most == null || used == null ? null : Math.max(0, most - used);
        return new LimitState(limit, most, used, left, resetsAt);
    }
}
