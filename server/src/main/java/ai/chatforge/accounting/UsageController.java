package ai.chatforge.accounting;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Statistics of use: of one's own account, and of everybody for administrators. */
@RestController
class UsageController {
    private static final Set<Usage.Group> ADMINS = EnumSet.allOf(Usage.Group.class);
    private static final Set<Usage.Group> OWN = EnumSet.complementOf(EnumSet.of(Usage.Group.ACCOUNT));

    private final Database db;
    private final UsageRepository usage;
    private final Everybody everybody;
    private final Clock clock;

    UsageController(@Qualifier("accounting") Database db, UsageRepository usage, Everybody everybody, Clock clock) {
        this.db = db;
        this.usage = usage;
        this.everybody = everybody;
        this.clock = clock;
    }

    @Tag(name = "credits")
    @Access(Access.Rule.USER)
    @Operation(
            operationId = "getUsage",
            summary = "Answers, tokens and credits of one's account",
            description =
                    "In days of UTC from the first to the last one, by default those of the present month; group is"
                            + " day, bot, user, provider, model or origin, or several of them separated by commas.")
    @GetMapping({"/api/usage", "/api/chat/usage"})
    Usage own(
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "day") List<String> group,
            Caller.User user) {
        Usage.Question question = Usage.Question.of(from, to, group, OWN, today());
        return db.call(() -> usage.of(user.tenantId(), question));
    }

    @Tag(name = "admin")
    @Access(Access.Rule.ADMIN)
    @Operation(
            operationId = "getUsageOfEverybody",
            summary = "Answers, tokens and credits of all accounts",
            description = "Like the use of one's own; group may be account too, and accountId chooses one.")
    @GetMapping("/api/admin/usage")
    Usage everybodys(
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "day") List<String> group,
            @RequestParam(required = false) @Nullable UUID accountId) {
        Usage.Question question = Usage.Question.of(from, to, group, ADMINS, today());
        return everybody.read(() -> usage.of(accountId, question));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
