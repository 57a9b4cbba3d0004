package ai.chatforge.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.persistence.Tenant;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageRepositoryTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

    @Test
    void theTotalIsOfAllAlsoWhereThereAreMoreLinesThanAreGiven(@TempDir Path folder) {
        try (AccountingScene scene = new AccountingScene(folder)) {
            UUID account = UUID.randomUUID();
            scene.test.asSuperuser("""
                    insert into accounting.reservation (
                      tenant_id, id, provider, model, origin, input_price, cached_price, output_price, prompt_tokens,
                      max_output_tokens, credits, from_allowance, period, lease_seconds, expires_at, created_at, state,
                      resolved_at, used_prompt, used_cached, used_completion, reported, charged, written_off)
                    select '%s', gen_random_uuid(), 'some-provider', 'model-' || n, 'chat', 1, 1, 1, 1, 1, 2, 2, '2026-11-01',
                      60, '2026-11-01 12:01Z', '2026-11-01 12:00Z', 'settled', '2026-11-01 12:00Z', 1, 0, 1, true, 2, 0
                    from generate_series(1, %d) n
                    """.formatted(account, Usage.LINES + 5));

            Usage usage = of(scene, account, Set.of(Usage.Group.MODEL));

            assertThat(usage.items()).hasSize(Usage.LINES);
            assertThat(usage.total().answers()).isEqualTo(Usage.LINES + 5);
            assertThat(usage.total().credits()).isEqualTo(2L * (Usage.LINES + 5));
            assertThat(usage.group()).isEqualTo(List.of("model"));
            assertThat(of(scene, account, Set.of(Usage.Group.DAY)).total()).isEqualTo(usage.total());
        }
    }

    private static Usage of(AccountingScene scene, UUID account, Set<Usage.Group> groups) {
        return Tenant.call(account, () -> scene.db()
                .call(() -> scene.bean(UsageRepository.class).of(account, new Usage.Question(DAY, DAY, groups))));
    }
}
