package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.error.ApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models of this installation, and the choice among them. */
final class ModelCatalogue {
    private final Map<String, ModelProvider> providers = new LinkedHashMap<>();
    private final ModelChoice standard;

    ModelCatalogue(List<ModelProvider> outside, ModelProvider builtIn, @Nullable String defaultModel) {
        outside.forEach(provider -> providers.put(provider.name(), provider));
        providers.put(builtIn.name(), builtIn);
        ModelProvider first = providers.values().iterator().next();
        this.standard = defaultModel == null || defaultModel.isBlank()
                ? new ModelChoice(first, first.models().getFirst())
                : named(defaultModel);
    }

    private ModelChoice named(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("chatforge.chat.default-model must be given as provider/model");
        }
        return choose(text.substring(0, slash), text.substring(slash + 1));
    }

    ModelChoice standard() {
        return standard;
    }

    /** The bot's own. Where the operator offers that no longer another one is better than none. */
    ModelChoice of(BotProfile bot) {
        try {
            return choose(bot.provider(), bot.model());
        } catch (ApiException gone) {
            return standard;
        }
    }

    /** The first that is given: by the request, by the bot, by the operator. */
    ModelChoice choose(@Nullable String provider, @Nullable String model) {
        if (provider == null && model == null) {
            return standard;
        }
        for (ModelProvider candidate : providers.values()) {
            if (provider == null || candidate.name().equals(provider)) {
                for (ModelProvider.Model known : candidate.models()) {
                    if (model == null || known.id().equals(model)) {
                        return new ModelChoice(candidate, known);
                    }
                }
            }
        }
        throw ApiException.invalid(
                model == null ? "provider" : "model",
                "is not offered here; see GET /api/chat/models for those that are");
    }

    List<ModelChoice> all() {
        return providers.values().stream()
                .flatMap(provider -> provider.models().stream().map(model -> new ModelChoice(provider, model)))
                .toList();
    }
}
