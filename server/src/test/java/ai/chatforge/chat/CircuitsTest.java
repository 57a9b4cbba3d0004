package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.auth.MovedClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private static final ModelProvider.Model MODEL = new ModelProvider.Model("m", "M", 1_000, 100);
    private static final ModelChoice CHOICE = new ModelChoice(new Silent(), MODEL, null);

    private final MovedClock clock = new MovedClock();
    private final Circuits circuits = new Circuits(clock);

    private record Silent() implements ModelProvider {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public List<Model> models() {
            return List.of(MODEL);
        }

        @Override
        public void answer(ModelRequest request, Sink sink, Cancellation cancellation) {}
    }

    /** So many that are under way at once. */
    private List<Circuits.Permit> asked(int calls) {
        return Stream.generate(() -> circuits.ask(CHOICE).orElseThrow())
                .limit(calls)
                .toList();
    }

    private static void whole(Circuits.Permit one) {
        one.answered();
        one.ended();
    }

    private static void brokenOff(Circuits.Permit one) {
        one.answered();
        one.failed(new ProviderException(ProviderException.Kind.UNREACHABLE, "broke off", null));
    }

    @Test
    void longAnswersAreNoFailures() {
        List<Circuits.Permit> some = asked(40);
        clock.pass(Duration.ofMinutes(29));
        some.forEach(CircuitsTest::whole);

        assertThat(circuits.isClosed(CHOICE)).isTrue();
        assertThat(circuits.ask(CHOICE)).isPresent();
    }

    @Test
    void oneThatIsLateTooOftenIsLeftAlone() {
        List<Circuits.Permit> some = asked(10);
        some.subList(0, 5).forEach(CircuitsTest::whole);
        some.subList(5, 10).forEach(Circuits.Permit::late);

        assertThat(circuits.isClosed(CHOICE)).isFalse();
        assertThat(circuits.ask(CHOICE)).isEmpty();
    }

    @Test
    void afterAnOutageOneCallFindsOutAndItsFirstWordIsEnough() {
        asked(5).forEach(Circuits.Permit::late);
        clock.pass(Duration.ofSeconds(21));
        Circuits.Permit first = circuits.ask(CHOICE).orElseThrow();

        assertThat(circuits.ask(CHOICE)).isEmpty();
        assertThat(circuits.isClosed(CHOICE)).as("nobody should count on it").isFalse();
        first.answered();
        assertThat(circuits.isClosed(CHOICE)).isTrue();
        assertThat(circuits.ask(CHOICE)).isPresent();
    }

    @Test
    void whoBreaksOffBehindTheFirstWordTooOftenIsLeftAlone() {
        List<Circuits.Permit> some = asked(5);
        some.subList(0, 4).forEach(CircuitsTest::brokenOff);
        assertThat(circuits.isClosed(CHOICE)).as("each counts once").isTrue();

        some.subList(4, 5).forEach(CircuitsTest::brokenOff);
        assertThat(circuits.isClosed(CHOICE)).isFalse();
    }

    @Test
    void whoIsLeftBehindTheFirstWordDidWell() {
        List<Circuits.Permit> some = asked(10);
        some.subList(0, 6).forEach(one -> {
            one.answered();
            one.left();
        });
        some.subList(6, 10).forEach(Circuits.Permit::late);

        assertThat(circuits.isClosed(CHOICE)).isTrue();
    }

    @Test
    void whoIsLeftBehindItsFirstWordLeavesNoRoomForAnother() {
        asked(5).forEach(Circuits.Permit::late);
        clock.pass(Duration.ofSeconds(21));
        Circuits.Permit first = circuits.ask(CHOICE).orElseThrow();
        first.answered();
        first.left();

        assertThat(circuits.isClosed(CHOICE)).isTrue();
    }
}
