package ai.chatforge.platform.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void laterIdsSortBehindEarlierOnesAlsoWithinAMillisecond() {
        List<String> ids =
                Stream.generate(() -> Ids.next().toString()).limit(10_000).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }
}
