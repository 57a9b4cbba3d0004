package ai.chatforge.chat.openai;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.vector.api.KnowledgeIndex;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Answers of bots outside of any conversation that is stored: made as those of a chat are, behind the same walls. */
public interface Completions {

    /** The key's bot, when the key may chat with it and was not used too often. */
    BotProfile admit(Caller.Key key);

    /** What can be named as model. */
    List<Offer> offers(BotProfile bot);

    /** @param id unique, and what a request names it by */
    record Offer(String id, String provider) {}

    /** How many there are in these texts. */
    long tokens(List<String> texts);

    /**
     * Vectors of the texts, at the expense of the account whose bot it is. Built-in models cost nothing.
     *
     * @param maker of those of {@link KnowledgeIndex.Texts#MOST} texts at the most
     */
    <T> List<T> embedded(
            BotProfile bot, KnowledgeIndex.Model model, List<String> texts, Function<List<String>, T> maker);

    /** Decides who answers, searches, and writes the prompt. What the caller has to be told is thrown. */
    Delivery prepare(Ask ask);

    /** One answer, to be asked for once in one of the two ways. */
    interface Delivery {
        /** The model that answers. */
        String model();

        /** Sends it while it is made. Throws when it fails before anything was sent. */
        void stream(Form form, HttpServletResponse response) throws InterruptedException;

        Outcome whole() throws InterruptedException;
    }

    /**
     * @param model as in {@link Offer}, or "default" or the bot's id for the bot's own
     * @param temperature null for the bot's
     * @param maxTokens null for what the model gives at the most
     * @param toolChoice auto, none, required, or the name of a tool
     */
    record Ask(
            Caller.Key caller,
            BotProfile bot,
            String model,
            List<Turn> turns,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer maxTokens,
            List<String> stop,
            List<Tool> tools,
            @Nullable String toolChoice,
            @Nullable Boolean parallelToolCalls,
            Format format,
            Names names) {}

    /** What the client calls what it sent, where the two APIs differ. */
    enum Names {
        OF_COMPLETIONS("messages", "response_format"),
        OF_RESPONSES("input", "text.format");

        private final String turns;
        private final String format;

        Names(String turns, String format) {
            this.turns = turns;
            this.format = format;
        }

        public String turns() {
            return turns;
        }

        public String format() {
            return format;
        }
    }

    enum Speaker {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }

    /**
     * @param calls what the assistant called in it
     * @param answerTo the call that a tool answers
     */
    record Turn(
            Speaker speaker,
            String text,
            List<Call> calls,
            @Nullable String answerTo) {}

    /** @param arguments JSON as the model wrote it */
    record Call(String id, String name, String arguments) {}

    /**
     * @param parameters JSON schema
     * @param strict whether calls have to keep to it exactly; null for what the model does by itself
     */
    record Tool(
            String name,
            String description,
            JsonNode parameters,
            @Nullable Boolean strict) {}

    /**
     * @param schema with {@code Kind.SCHEMA}
     * @param strict whether the answer has to keep to it exactly; null for what the model does by itself
     */
    record Format(
            Kind kind,
            @Nullable String name,
            @Nullable JsonNode schema,
            @Nullable Boolean strict) {
        static final Format TEXT = new Format(Kind.TEXT, null, null, null);

        public enum Kind {
            TEXT,
            JSON,
            SCHEMA
        }
    }

    /**
     * How an answer ended.
     *
     * @param model the one that answered
     * @param refusal why the model does not answer, where it tells that apart; the text is empty then, else this
     * @param cited each place of the text where something is cited
     */
    record Outcome(
            String model, String text, String refusal, List<Cited> cited, List<Call> calls, End end, Used used) {}

    enum End {
        STOP,
        LENGTH,
        TOOL_CALLS,
        /** The answer would have gone on giving away what a bot may not tell. */
        FILTERED
    }

    /** @param cached how many of the tokens of the prompt the provider had in its cache */
    record Used(long prompt, long cached, long completion) {}

    /**
     * A marker such as [1] in an answer, and the passage that it points at.
     *
     * @param start of the marker in the text, in UTF-16 units; {@code end} is behind it
     * @param url of the page that it is from, or of the web application's page that shows it
     * @param fileName of sources that are files
     */
    record Cited(
            int start,
            int end,
            int marker,
            String title,
            String url,
            boolean web,
            @Nullable String fileName,
            UUID sourceId,
            UUID passageId,
            @Nullable Integer page,
            @Nullable Integer second,
            @Nullable String section,
            String text) {}
}
