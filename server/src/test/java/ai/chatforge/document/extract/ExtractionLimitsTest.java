package ai.chatforge.document.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ExtractionLimitsTest {
    private static final Duration WHILE_SOMEBODY_WAITS = Duration.ofSeconds(40);

    private static ExtractionLimits withWorkers(int workers) {
        return new ExtractionLimits(
                workers,
                DataSize.ofMegabytes(300),
                Duration.ofSeconds(20),
                Duration.ofMinutes(15),
                Duration.ofMinutes(1),
                2_000_000,
                500);
    }

    @Test
    void twoFilesThatSomebodyWaitsForAreReadAtOnceInTheMemoryOfOne() {
        assertThat(withWorkers(1).waitedFor(WHILE_SOMEBODY_WAITS))
                .isEqualTo(new ExtractionLimits(
                        2,
                        DataSize.ofMegabytes(150),
                        Duration.ofSeconds(20),
                        WHILE_SOMEBODY_WAITS,
                        Duration.ofMinutes(1),
                        2_000_000,
                        500));
    }

    @Test
    void moreAreAsManyAsForSourcesWithAsMuchMemory() {
        ExtractionLimits limits = withWorkers(3).waitedFor(WHILE_SOMEBODY_WAITS);

        assertThat(limits.workers()).isEqualTo(3);
        assertThat(limits.heap()).isEqualTo(DataSize.ofMegabytes(300));
    }
}
