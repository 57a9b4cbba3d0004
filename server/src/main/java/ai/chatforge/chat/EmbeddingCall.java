package ai.chatforge.chat;

import ai.chatforge.vector.api.KnowledgeIndex.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Vectors, made a few texts at a time by what is to the {@link Till} a call of a model that says nothing. */
final class EmbeddingCall<T> implements ModelProvider {
    /** As prices name it. */
    private static final String NAME = "embeddings";

    private final Model model;
    private final Tokens tokens;
    private final List<String> texts;
    private final Function<List<String>, T> maker;
    private final List<T> made = new ArrayList<>();

    EmbeddingCall(String model, Tokens tokens, List<String> texts, Function<List<String>, T> maker) {
        this.model = new Model(model, model, Integer.MAX_VALUE, 0);
        this.tokens = tokens;
        this.texts = texts;
        this.maker = maker;
    }

    /** At the account's expense. */
    List<T> at(Till till, ModelRequest.Payer payer) {
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
        return made;
    }

    List<T> make() {
        for (int from = 0; from < texts.size(); from += Texts.MOST) {
            made.add(maker.apply(texts.subList(from, Math.min(from + Texts.MOST, texts.size()))));
        }
        return made;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Model> models() {
        return List.of(model);
    }

    /** Of what fails on the way, what came until then is paid. */
    @Override
    public void answer(ModelRequest request, Sink sink, Cancellation cancellation) {
        try {
            make();
            sink.event(new ModelEvent.Finished(ModelEvent.Reason.STOP));
        } catch (RuntimeException e) {
            if (!made.isEmpty()) {
                sink.event(new ModelEvent.Usage(tokensMade(), 0));
            }
            throw e;
        }
    }

    private long tokensMade() {
        return texts.stream()
                .limit((long) made.size() * Texts.MOST)
                .mapToLong(tokens::count)
                .sum();
    }
}
