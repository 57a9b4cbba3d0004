package ai.chatforge.chat;

import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to a provider.
 *
 * @param prompt what a language model is given, the question last
 * @param question the question alone, as it was searched for, and the passages found for it, in the order of their
 *     numbers from 1: for the built-in answerer
 * @param background what may not be quoted
 * @param privacy for what a provider says and is to be logged
 */
record ModelRequest(
        String model,
        List<PromptMessage> prompt,
        double temperature,
        int maxOutputTokens,
        String question,
        List<FoundPassage> passages,
        boolean hasKnowledge,
        List<String> background,
        Privacy privacy,
        @Nullable String language) {

    /** The question as it was written. */
    String asked() {
        return prompt.isEmpty() ? question : prompt.getLast().content();
    }

    record PromptMessage(Role role, String content) {}

    enum Role {
        SYSTEM("system"),
        USER("user"),
        ASSISTANT("assistant");

        private final String key;

        Role(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }
}
