package ai.chatforge.chat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One call of a model, and what it has used so far. */
final class PaidCall implements ModelProvider.Sink {
    private final ModelProvider.Sink sink;
    private final Tokens tokens;
    private final UUID accountId;
    /** Not counted yet. */
    private final StringBuilder said = new StringBuilder();

    private long counted;
    private boolean asked;
    private volatile boolean begun;
    private ModelEvent.@Nullable Usage told;

    /** @param reported by the provider; an explicit zero is zero */
    record Use(long promptTokens, long cachedTokens, long completionTokens, boolean reported) {
        static final Use NOTHING = new Use(0, 0, 0, true);
    }

    PaidCall(ModelProvider.Sink sink, Tokens tokens, UUID accountId) {
        this.sink = sink;
        this.tokens = tokens;
        this.accountId = accountId;
    }

    UUID accountId() {
        return accountId;
    }

    @Override
    public void event(ModelEvent event) {
        note(event);
        sink.event(event);
    }

    @Override
    public void begun() {
        begun = true;
    }

    private synchronized void note(ModelEvent event) {
        switch (event) {
            case ModelEvent.Delta delta -> said.append(delta.text());
            case ModelEvent.ToolCall call -> said.append(call.name()).append(call.arguments());
            case ModelEvent.Usage usage -> told = usage;
            case ModelEvent.From _, ModelEvent.Finished _, ModelEvent.Charged _ -> {}
        }
        asked = true;
    }

    /** Tokens so far. Piece by piece, so that a long answer is not counted from its beginning again and again. */
    synchronized long delivered() {
        counted += said.isEmpty() ? 0 : tokens.count(said.toString());
        said.setLength(0);
        return counted;
    }

    /**
     * A call that failed before the provider said anything cost nothing; what it does not tell is counted.
     *
     * @param stopped by whoever asked: what was thought until then is not known, but the prompt was read
     */
    synchronized Use use(long promptTokens, boolean stopped) {
        if (told != null) {
            return new Use(told.promptTokens(), told.cachedTokens(), told.completionTokens(), true);
        }
        return asked || (stopped && begun) ? new Use(promptTokens, 0, delivered(), false) : Use.NOTHING;
    }
}
