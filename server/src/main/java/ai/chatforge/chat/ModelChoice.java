package ai.chatforge.chat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which model answers.
 *
 * @param ownKey the account's own key that pays for it; null where the operator's does
 */
record ModelChoice(
        ModelProvider provider,
        ModelProvider.Model model,
        @Nullable UUID ownKey) {
    ModelChoice(ModelProvider provider, ModelProvider.Model model) {
        this(provider, model, null);
    }

    boolean isBuiltIn() {
        return provider.name().equals(ExtractiveProvider.NAME);
    }

    String toText() {
        return provider.name() + "/" + model.id();
    }

    boolean isOf(String providerName, String modelId) {
        return provider.name().equals(providerName) && model.id().equals(modelId);
    }
}
