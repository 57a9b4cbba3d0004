package ai.chatforge.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/** Something that answers: an outside model, or the built-in answerer. Blocking; runs on a virtual thread. */
interface ModelProvider {
    /** Tokens that are thought before a short answer. */
    int THOUGHTS = 2_048;

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

        /** What an answer of so many tokens needs: thoughts count as output, and come before it. */
        int tokensFor(int answer) {
            return Math.min(can.thinks() ? answer + THOUGHTS : answer, maxOutputTokens);
        }

        /** As the model counts at the most what was counted here. */
        long counted(long tokens) {
            return (tokens * margin + 99) / 100;
        }
    }

    /**
     * @param json answers in JSON by a schema
     * @param sampling takes temperature and top_p; models that think first refuse them
     * @param thinks before it answers, without being asked to
     */
    record Abilities(boolean tools, boolean json, boolean vision, boolean sampling, boolean thinks, ToolUse toolUse) {
        /** What is not known is tried. */
        static final Abilities UNKNOWN = new Abilities(true, true, false, true, false, ToolUse.FREE);
    }

    /** How a model lets itself be given tools. */
    enum ToolUse {
        @JsonProperty("free")
        FREE,
        /** It cannot be made to call one, and is asked to in words. */
        @JsonProperty("not_forced")
        NOT_FORCED,
        /** Its thinking has to be turned off for them. */
        @JsonProperty("without_thinking")
        WITHOUT_THINKING;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
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

        /** Something came, though it may be nothing to show: so the prompt was read. May be told several times. */
        default void begun() {}
    }
}
