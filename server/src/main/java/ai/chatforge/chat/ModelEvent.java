package ai.chatforge.chat;

/** What a provider sends. */
sealed interface ModelEvent {
    /**
     * Who answers, told before the rest when it is not the one that was asked.
     *
     * @param thinks before it answers
     */
    record From(String provider, String model, boolean thinks) implements ModelEvent {}

    /** @param refusal whether the model says why it does not answer, in a place of its own */
    record Delta(String text, boolean refusal) implements ModelEvent {
        /** The database takes no U+0000. */
        public Delta {
            text = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        }

        Delta(String text) {
            this(text, false);
        }
    }

    /**
     * A piece of a call of one of the request's tools.
     *
     * @param index which of the answer's calls it belongs to, from 0
     * @param id what the provider calls it; empty in all pieces but the first, as is {@code name}
     * @param arguments a piece of the JSON text
     */
    record ToolCall(int index, String id, String name, String arguments) implements ModelEvent {}

    /**
     * Tokens as the provider counted them; an explicit zero is zero.
     *
     * @param cachedTokens how many of {@code promptTokens} the provider had in its cache
     */
    record Usage(long promptTokens, long cachedTokens, long completionTokens) implements ModelEvent {
        Usage(long promptTokens, long completionTokens) {
            this(promptTokens, 0, completionTokens);
        }
    }

    /** What the account paid for the call, the last that is told. Not from a provider. */
    record Charged(long credits) implements ModelEvent {}

    /** Why the answer ends here. Providers may leave it out. */
    record Finished(Reason reason) implements ModelEvent {}

    enum Reason {
        /** The model had no more to say, or came to one of the texts to stop at. */
        STOP,
        LENGTH,
        TOOL_CALLS,
        FILTERED
    }
}
