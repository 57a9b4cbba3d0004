package ai.chatforge.chat;

/** What a provider sends. */
sealed interface ModelEvent {
    record Delta(String text) implements ModelEvent {}

    /** Tokens as the provider counted them; an explicit zero is zero. */
    record Usage(long promptTokens, long completionTokens) implements ModelEvent {}
}
