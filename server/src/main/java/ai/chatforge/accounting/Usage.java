package ai.chatforge.accounting;

import ai.chatforge.platform.error.ApiException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was used in some days, summed up. */
@Schema(name = "Usage")
record Usage(
        @Schema(description = "First day (UTC)") LocalDate from,

        @Schema(description = "Last day (UTC)") LocalDate to,

        @Schema(description = "By what it is told apart", example = "[\"day\"]")
        List<String> group,

        Sums total,

        @Schema(description = "10,000 at the most") List<Line> items) {

    static final int LINES = 10_000;
    private static final int DAYS = 366;
    private static final int FIRST_YEAR = 2020;
    private static final int LAST_YEAR = 2200;

    /** By what use can be told apart. */
    enum Group {
        DAY("(resolved_at at time zone 'UTC')::date"),
        ACCOUNT("tenant_id"),
        BOT("bot_id"),
        USER("user_id"),
        PROVIDER("provider"),
        MODEL("model"),
        ORIGIN("origin");

        private final String expression;

        Group(String expression) {
            this.expression = expression;
        }

        String expression() {
            return expression;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Schema(name = "UsageSums")
    record Sums(
            @Schema(description = "Answers, or calls of models for other services")
            long answers,

            long promptTokens,

            @Schema(description = "Those of the prompts that the provider had in its cache")
            long cachedTokens,

            long completionTokens,

            @Schema(description = "Charged credits") long credits,

            @Schema(description = "Credits used beyond what the account could pay")
            long writtenOff,

            @Schema(description = "Answers of which the provider did not report the tokens: they were counted here")
            long counted) {
        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0);

        Sums plus(Sums other) {
            return new Sums(
                    answers + other.answers,
                    promptTokens + other.promptTokens,
                    cachedTokens + other.cachedTokens,
                    completionTokens + other.completionTokens,
                    credits + other.credits,
                    writtenOff + other.writtenOff,
                    counted + other.counted);
        }
    }

    /** What it is told apart by is given, the rest is null. */
    @Schema(name = "UsageLine")
    record Line(
            @Nullable LocalDate day,

            @Schema(description = "For administrators only") @Nullable
            UUID accountId,

            @Schema(description = "Null too for what was used without a bot") @Nullable
            UUID botId,

            @Schema(description = "Null too for visitors and programs") @Nullable
            UUID userId,

            @Nullable String provider,
            @Nullable String model,

            @Schema(description = "chat, public, api, widget, evaluation, summary or session") @Nullable
            String origin,

            Sums sums) {}

    /** Which days, told apart by what. */
    record Question(LocalDate from, LocalDate to, Set<Group> groups) {

        /** The present month by default. */
        static Question of(
                @Nullable LocalDate from,
                @Nullable LocalDate to,
                List<String> group,
                Set<Group> allowed,
                LocalDate today) {
            LocalDate last = to == null ? (from == null || from.isBefore(today) ? today : from) : to;
            LocalDate first = from == null ? last.withDayOfMonth(1) : from;
            if (first.getYear() < FIRST_YEAR || last.getYear() > LAST_YEAR) {
                throw ApiException.invalid("from", "must be a day of ChatForge's time");
            }
            if (first.isAfter(last)) {
                throw ApiException.invalid("from", "must not be after to");
            }
            if (ChronoUnit.DAYS.between(first, last) >= DAYS) {
                throw ApiException.invalid("from", "must be less than " + DAYS + " days before to");
            }
            Set<Group> groups = EnumSet.noneOf(Group.class);
            group.forEach(name -> groups.add(group(name, allowed)));
            return new Question(first, last, groups);
        }

        private static Group group(String name, Set<Group> allowed) {
            return Arrays.stream(Group.values())
                    .filter(allowed::contains)
                    .filter(group -> group.key().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ApiException.invalid(
                            "group",
                            "must be of " + allowed.stream().map(Group::key).collect(Collectors.joining(", "))));
        }

        Question together() {
            return new Question(from, to, Set.of());
        }

        /** @param all what there is, in one or more lines */
        Usage answer(List<Line> lines, List<Line> all) {
            return new Usage(
                    from,
                    to,
                    groups.stream().map(Group::key).toList(),
                    all.stream().map(Line::sums).reduce(Sums.NONE, Sums::plus),
                    lines);
        }

        Instant start() {
            return from.atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        Instant end() {
            return to.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
    }
}
