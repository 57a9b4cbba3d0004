package ai.chatforge.chat;

import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One question to a provider.
 *
 * @param prompt what a language model is given, the question last
 * @param privacy for what a provider says and is to be logged
 * @param wishes what the caller of the compatible API asks of the model; those that a model cannot do are passed over
 * @param payer who pays for the call; needed wherever {@link Till} asks
 * @param hold what is reserved for the first model that is asked
 * @param enclosed files that the last message holds behind the question
 */
record ModelRequest(
        String model,
        List<PromptMessage> prompt,
        double temperature,
        int maxOutputTokens,
        Material material,
        Privacy privacy,
        Wishes wishes,
        @Nullable Payer payer,
        Till.@Nullable Hold hold,
        Enclosed enclosed) {

    ModelRequest(
            String model,
            List<PromptMessage> prompt,
            double temperature,
            int most,
            Material material,
            Privacy privacy) {
        this(model, prompt, temperature, most, material, privacy, Wishes.NONE, null, null, Enclosed.NOTHING);
    }

    ModelRequest paidBy(Payer who) {
        return copy(model, prompt, maxOutputTokens, who, hold, enclosed);
    }

    /** With what was reserved for its first call. */
    ModelRequest with(Till.Hold first) {
        return copy(model, prompt, maxOutputTokens, payer, first, enclosed);
    }

    ModelRequest atMost(int outputTokens) {
        return outputTokens >= maxOutputTokens ? this : with(model, prompt, outputTokens);
    }

    /** The same of another model. */
    ModelRequest with(String otherModel, List<PromptMessage> otherPrompt, int most) {
        return copy(otherModel, otherPrompt, most, payer, hold, enclosed);
    }

    /** With files that stand in its last message already. */
    ModelRequest with(Enclosed files) {
        return copy(model, prompt, maxOutputTokens, payer, hold, files);
    }

    private ModelRequest copy(
            String to,
            List<PromptMessage> told,
            int most,
            @Nullable Payer who,
            Till.@Nullable Hold held,
            Enclosed files) {
        return new ModelRequest(to, told, temperature, most, material, privacy, wishes, who, held, files);
    }

    /** The question as it was written. */
    String asked() {
        if (!enclosed.isEmpty()) {
            return enclosed.question();
        }
        return prompt.isEmpty() ? material.question() : prompt.getLast().content();
    }

    /**
     * What the built-in answerer answers from.
     *
     * @param question alone, as it was searched for
     * @param passages found for it, in the order of their numbers from 1
     * @param background what may not be quoted
     */
    record Material(
            String question,
            List<FoundPassage> passages,
            boolean hasKnowledge,
            List<String> background,
            @Nullable String language) {
        static final Material NONE = of("");

        Material(String question, Knowledge.Found found, @Nullable String language) {
            this(question, found.passages(), !found.isEmpty(), found.background(), language);
        }

        static Material of(String question) {
            return new Material(question, Knowledge.Found.NOTHING, null);
        }
    }

    /**
     * @param calls the tools that the assistant called in it
     * @param answerTo the call that a message of a tool answers
     */
    record PromptMessage(
            Role role,
            String content,
            List<ToolCall> calls,
            @Nullable String answerTo) {
        PromptMessage(Role role, String content) {
            this(role, content, List.of(), null);
        }
    }

    /** @param arguments JSON text as the model wrote it */
    record ToolCall(String id, String name, String arguments) {}

    /**
     * @param stop where the model should end; who shows the answer ends it there anyway ({@link StopTexts})
     * @param toolChoice auto, none, required, or the name of a tool
     * @param parallelCalls whether several tools may be called at once
     * @param whole whether nothing may be left out of the prompt
     */
    record Wishes(
            @Nullable Double topP,
            List<String> stop,
            List<Tool> tools,
            @Nullable String toolChoice,
            @Nullable Boolean parallelCalls,
            Format format,
            boolean whole) {
        static final Wishes NONE = new Wishes(null, List.of(), List.of(), null, null, Format.TEXT, false);
    }

    /**
     * At whose expense a model is asked.
     *
     * @param accountId the owner of the bot
     * @param userId who asks; null for visitors and programs
     * @param origin chat, public, api, evaluation or summary
     */
    record Payer(
            UUID accountId, @Nullable UUID userId, @Nullable UUID botId, String origin) {}

    /**
     * @param parameters JSON schema
     * @param strict whether calls have to keep to it exactly
     */
    record Tool(
            String name,
            String description,
            JsonNode parameters,
            @Nullable Boolean strict) {}

    /**
     * What the answer has to be.
     *
     * @param schema with {@code Kind.SCHEMA}
     * @param strict whether the answer has to keep to it exactly
     */
    record Format(
            Kind kind,
            @Nullable String name,
            @Nullable JsonNode schema,
            @Nullable Boolean strict) {
        static final Format TEXT = new Format(Kind.TEXT, null, null, null);

        enum Kind {
            TEXT,
            JSON,
            SCHEMA
        }
    }

    enum Role {
        SYSTEM("system"),
        USER("user"),
        ASSISTANT("assistant"),
        TOOL("tool");

        private final String key;

        Role(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }
}
