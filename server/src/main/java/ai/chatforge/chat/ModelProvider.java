package ai.chatforge.chat;

import java.util.List;

/** Something that answers: an outside model, or the built-in answerer. Blocking; runs on a virtual thread. */
interface ModelProvider {
    String name();

    List<Model> models();

    /**
     * @param id the provider's own name for it
     * @param contextTokens of prompt and answer together
     * @param margin tokens of its for 100 of those that are counted here, at the most
     */
    record Model(String id, String name, int contextTokens, int maxOutputTokens, Abilities can, int margin) {
        Model(String id, String name, int contextTokens, int maxOutputTokens) {
            this(id, name, contextTokens, maxOutputTokens, Abilities.UNKNOWN, 100);
        }
    }

    /**
     * @param json answers in JSON by a schema
     * @param sampling takes temperature and top_p; models that think first refuse them
     */
    record Abilities(boolean tools, boolean json, boolean vision, boolean sampling) {
        /** What is not known is tried. */
        static final Abilities UNKNOWN = new Abilities(true, true, false, true);
    }

    /**
     * Streams one answer into the sink and returns when it is complete, or when the call was cancelled.
     *
     * @throws ProviderException when there is no (whole) answer
     */
    void answer(ModelRequest request, Sink sink, Cancellation cancellation) throws ProviderException;

    /** Takes what comes. */
    interface Sink {
        void event(ModelEvent event);
    }
}
