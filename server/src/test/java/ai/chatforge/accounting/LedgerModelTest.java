package ai.chatforge.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.platform.error.ApiException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random calls in random order, beside a plain model of what must come of them. */
class LedgerModelTest {
    private static final int RUNS = 200;
    private static final int CALLS = 25;

    /** The model: an account as simple numbers. */
    private static final class Account {
        long limit;
        long allowance;
        long lasting;
        long allotted;
        long spent;
        int told;
        YearMonth month;
        final Map<UUID, Held> open = new LinkedHashMap<>();

        /** What one has reserved. */
        private static final class Held {
            final long prompt;
            final long fromAllowance;
            final long fromLasting;
            final YearMonth month;
            long delivered;
            Instant expires;

            Held(long prompt, long fromAllowance, long fromLasting, YearMonth month, Instant expires) {
                this.prompt = prompt;
                this.fromAllowance = fromAllowance;
                this.fromLasting = fromLasting;
                this.month = month;
                this.expires = expires;
            }
        }

        Account(long limit, Instant now) {
            this.limit = limit;
            this.month = monthOf(now);
        }

        private static YearMonth monthOf(Instant now) {
            return YearMonth.from(now.atOffset(ZoneOffset.UTC));
        }

        void roll(Instant now) {
            if (month.isBefore(monthOf(now))) {
                month = monthOf(now);
                allowance = 0;
                allotted = 0;
                spent = 0;
                told = 0;
            }
        }

        private int percent() {
            if (allotted == 0 || spent * 5 < allotted * 4) {
                return 0;
            }
            return spent < allotted ? 80 : 100;
        }

        void allot(Instant now) {
            roll(now);
            long more = limit - allotted;
            if (more < 0) {
                more = -Math.min(allowance, -more);
            }
            allowance += more;
            allotted += more;
            if (more > 0) {
                told = Math.min(told, percent());
            }
        }

        /** @return the tokens that the answer may have; null when it is refused */
        @Nullable
        Long reserve(UUID id, long prompt, long most, long least, Instant now) {
            allot(now);
            long output = Math.min(most, allowance + lasting - prompt);
            if (output < Math.min(least, most)) {
                long left = allowance + lasting + comesBack();
                long needs = prompt + Math.min(least, most);
                if (allotted > 0 && left < needs && needs <= left + spent) {
                    told = 100;
                }
                return null;
            }
            long first = Math.min(allowance, prompt + output);
            long second = prompt + output - first;
            allowance -= first;
            lasting -= second;
            open.put(id, new Held(prompt, first, second, month, now.plus(AccountingScene.LEASE)));
            return output;
        }

        Credits.Settled settle(UUID id, long cost, Instant now) {
            Held held = Objects.requireNonNull(open.remove(id));
            if (cost > 0 || held.fromAllowance + held.fromLasting > 0) {
                roll(now);
            }
            long first = Math.min(held.fromAllowance, cost);
            long second = Math.min(held.fromLasting, cost - first);
            allowance += held.month.equals(month) ? held.fromAllowance - first : 0;
            lasting += held.fromLasting - second;
            long over = cost - first - second;
            long third = Math.min(over, allowance);
            long fourth = Math.min(over - third, lasting);
            allowance -= third;
            lasting -= fourth;
            if (cost > 0 || held.fromAllowance + held.fromLasting > 0) {
                spent += third + (held.month.equals(month) ? first : 0);
                told = Math.max(told, percent());
            }
            long off = over - third - fourth;
            return new Credits.Settled(id, cost - off, off);
        }

        void sweep(Instant now) {
            List<UUID> silent = open.entrySet().stream()
                    .filter(held -> !held.getValue().expires.isAfter(now))
                    .sorted(Comparator.comparing((Map.Entry<UUID, Held> held) -> held.getValue().expires)
                            .thenComparing(Map.Entry::getKey))
                    .map(Map.Entry::getKey)
                    .toList();
            for (UUID id : silent) {
                Held held = Objects.requireNonNull(open.get(id));
                settle(id, held.delivered == 0 ? 0 : held.prompt + held.delivered, now);
            }
        }

        /** At the most: last month's allowance lapses. */
        private long comesBack() {
            return open.values().stream()
                    .mapToLong(held -> held.fromLasting + (held.month.equals(month) ? held.fromAllowance : 0))
                    .sum();
        }

        long reserved() {
            return open.values().stream()
                    .mapToLong(held -> held.fromAllowance + held.fromLasting)
                    .sum();
        }
    }

    @Test
    void theLedgerAgreesWithTheModel(@TempDir Path folder) {
        long seed = Long.getLong("ledger.seed", 20_261_121L);
        try (AccountingScene scene = AccountingScene.unheard(folder)) {
            for (int run = 0; run < RUNS; run++) {
                String what = "seed " + (seed + run);
                oneRun(scene, new Random(seed + run), what);
                scene.sweep();
                if (run % 20 == 0) {
                    assertThat(scene.faults()).as(what).isEmpty();
                }
            }
            scene.clock.pass(Duration.ofDays(1));
            scene.sweep();
            assertThat(scene.faults()).as("seed " + seed).isEmpty();
        }
    }

    private static void oneRun(AccountingScene scene, Random random, String what) {
        long limit = random.nextInt(3_000);
        UUID account = scene.account(limit);
        Account model = new Account(limit, scene.clock.instant());
        List<UUID> open = new ArrayList<>();
        List<String> log = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            UUID one = open.isEmpty() ? UUID.randomUUID() : open.get(random.nextInt(open.size()));
            Instant now = scene.clock.instant();
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> {
                    Credits.Reserve request = AccountingScene.request(
                            account,
                            AccountingScene.MODEL,
                            random.nextInt(400),
                            random.nextInt(600),
                            random.nextInt(100));
                    log.add(request.toString());
                    Long expected = model.reserve(
                            request.id(),
                            request.promptTokens(),
                            request.maxOutputTokens(),
                            request.leastOutputTokens(),
                            now);
                    Long came = allowed(scene, request);
                    assertThat(came).as("%s: %s", what, log).isEqualTo(expected);
                    assertThat(allowed(scene, request)).as("again").isEqualTo(expected);
                    if (came == null) {
                        assertThat(told(scene, account)).as("%s: %s", what, log).isEqualTo(model.told);
                    }
                    if (came != null) {
                        open.add(request.id());
                    }
                }
                case 4, 5, 6 -> {
                    if (model.open.containsKey(one)) {
                        long prompt = random.nextInt(500);
                        long completion = random.nextInt(1_500);
                        log.add("settle " + one + " " + prompt + " " + completion);
                        Credits.Settled expected = model.settle(one, prompt + completion, now);
                        assertThat(scene.settle(account, one, prompt, completion))
                                .as("%s: %s", what, log)
                                .isEqualTo(expected);
                        assertThat(scene.settle(account, one, 7, 7)).as("again").isEqualTo(expected);
                    }
                }
                case 7 -> {
                    Account.Held held = model.open.get(one);
                    if (held != null) {
                        long delivered = random.nextInt(300);
                        log.add("progress " + one + " " + delivered);
                        scene.credits().progress(Credits.Progress.of(account, one, delivered));
                        held.delivered = Math.max(held.delivered, delivered);
                        held.expires = now.plus(AccountingScene.LEASE);
                    }
                }
                case 8 -> {
                    long credits = 1 + random.nextInt(500);
                    log.add("grant " + credits);
                    scene.grant(account, credits);
                    model.roll(now);
                    model.lasting += credits;
                }
                case 9 -> {
                    log.add("sweep");
                    scene.clock.pass(Duration.ofSeconds(random.nextInt(60)));
                    scene.sweep();
                    model.sweep(scene.clock.instant());
                }
                case 10 -> {
                    model.limit = random.nextInt(3_000);
                    log.add("plan " + model.limit);
                    scene.plan(account, model.limit);
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        log.add("month");
                        scene.clock.pass(Duration.ofDays(31));
                    }
                }
            }
            BalanceRepository.Row row = scene.row(account);
            model.allot(scene.clock.instant());
            assertThat(List.of(row.allowance(), row.lasting(), row.reserved(), row.allotted()))
                    .as("%s: %s", what, log)
                    .containsExactly(model.allowance, model.lasting, model.reserved(), model.allotted);
        }
        assertThat(told(scene, account)).as("%s: %s", what, log).isEqualTo(model.told);
    }

    private static int told(AccountingScene scene, UUID account) {
        return Integer.parseInt(scene.test
                .asSuperuser("select told_percent from accounting.balance where tenant_id = '" + account + "'")
                .getFirst());
    }

    private static @Nullable Long allowed(AccountingScene scene, Credits.Reserve request) {
        try {
            return scene.credits().reserve(request).maxOutputTokens();
        } catch (ApiException e) {
            assertThat(e.code().key()).isEqualTo("insufficient_credits");
            return null;
        }
    }
}
