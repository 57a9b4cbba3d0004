package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.platform.error.ApiException;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TillTest {
    private final PatientCredits credits = new PatientCredits();

    private void ask() throws ProviderException {
        ModelProvider.Model model = new ModelProvider.Model("m", "m", 16_000, 100);
        ModelRequest request = new ModelRequest(
                        "m",
                        List.of(new PromptMessage(Role.USER, "What is it?")),
                        0.2,
                        100,
                        ModelRequest.Material.NONE,
                        Privacy.NONE)
                .paidBy(PatientCredits.PAYER);
        credits.till().answer(new ModelChoice(new Speaking(), model), request, _ -> {}, new Cancellation());
    }

    private static final class Speaking implements ModelProvider {
        @Override
        public String name() {
            return "speaking";
        }

        @Override
        public List<Model> models() {
            return List.of();
        }

        @Override
        public void answer(ModelRequest request, Sink sink, Cancellation cancellation) {
            sink.event(new ModelEvent.Delta("A lamp."));
        }
    }

    @Test
    void whatCannotBeSettledAtOnceIsSettledLater() throws Exception {
        credits.faults.add(new IllegalStateException("away"));

        ask();

        await().until(() -> !credits.settled.isEmpty());
        assertThat(credits.settled).hasSize(1);
    }

    @Test
    void whatIsNotReservedAnyMoreIsNotTriedAgain() throws Exception {
        credits.faults.add(new IllegalStateException("away"));
        credits.faults.add(ApiException.notFound("reservation"));
        try (Logged logged = Logged.of("ai.chatforge.chat.Till")) {
            ask();

            await().ignoreException(ConcurrentModificationException.class)
                    .until(() -> logged.everything().contains("was not reserved any more"));
        }
        assertThat(credits.settled).isEmpty();
    }
}
