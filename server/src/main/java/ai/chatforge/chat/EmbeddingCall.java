package ai.chatforge.chat;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Vectors, made by what is to the {@link Till} a call of a model that says nothing. */
final class EmbeddingCall<T> implements ModelProvider {
    /** As prices name it. */
    private static final String NAME = "embeddings";

    private final Model model;
    private final Supplier<T> vectors;
    private @Nullable T made;

    EmbeddingCall(String model, Supplier<T> vectors) {
        this.model = new Model(model, model, Integer.MAX_VALUE, 0);
        this.vectors = vectors;
    }

    T at(Till till, ModelRequest.Payer payer, List<String> texts) {
        ModelRequest request = new ModelRequest(
                        model.id(),
                        texts.stream()
                                .map(text -> new ModelRequest.PromptMessage(ModelRequest.Role.USER, text))
                                .toList(),
                        0,
                        0,
                        new ModelRequest.Material("", Knowledge.Found.NOTHING, null),
                        Privacy.NONE)
                .paidBy(payer);
        try {
            till.answer(new ModelChoice(this, model), request, _ -> {}, new Cancellation());
        } catch (ProviderException e) {
            throw new IllegalStateException(e);
        }
        return Objects.requireNonNull(made);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Model> models() {
        return List.of(model);
    }

    /** What fails has said nothing, and costs nothing. */
    @Override
    public void answer(ModelRequest request, Sink sink, Cancellation cancellation) {
        made = vectors.get();
        sink.event(new ModelEvent.Finished(ModelEvent.Reason.STOP));
    }
}
