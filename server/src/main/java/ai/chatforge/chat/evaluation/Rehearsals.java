package ai.chatforge.chat.evaluation;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import ai.chatforge.vector.api.KnowledgeIndex.Retrieval;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Asks a bot as a chat does, outside of any conversation; of the present tenant. */
public interface Rehearsals {

    /**
     * Best first, those of learn-only sources included.
     *
     * @param retrieval null for the bot's own settings
     */
    List<FoundPassage> find(BotProfile bot, String question, int count, @Nullable Retrieval retrieval);

    /** Behind all walls around learn-only sources; nothing of it is stored. */
    Answered answer(BotProfile bot, String question, @Nullable Retrieval retrieval, BooleanSupplier stop);

    /** What finds and answers at present. */
    Models models(BotProfile bot);

    /** @param index names the model by which passages are found */
    record Models(String provider, String model, String index) {}

    /**
     * @param sentences those that say something
     * @param grounded those of them that rest on what they cite
     * @param failure why there is no whole answer
     */
    record Answered(
            String text,
            int sentences,
            int grounded,
            @Nullable String failure) {}
}
