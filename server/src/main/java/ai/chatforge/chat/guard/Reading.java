package ai.chatforge.chat.guard;

/** One way in which what a model writes can be read. */
interface Reading {
    /**
     * @param place of the character in the raw text
     * @return from which place on the text must not leave, or {@link Track#FINE}
     */
    int take(int c, int place);

    /** From which place on the text could become something that must not leave. */
    int holdFrom();
}
