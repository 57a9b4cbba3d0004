package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.error.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The models of this installation and of the present account's own keys, and the choice among them. An own key takes
 * the place of the operator's provider of the same name.
 */
final class ModelCatalogue {
    private final Map<String, ModelProvider> providers = new LinkedHashMap<>();
    private final @Nullable String defaultModel;
    private final List<String> fallback;
    private final OwnModels own;
    private final Failover failover;

    ModelCatalogue(
            List<ModelProvider> outside,
            ModelProvider builtIn,
            ChatSettings settings,
            OwnModels own,
            Failover failover) {
        outside.forEach(provider -> providers.put(provider.name(), provider));
        providers.put(builtIn.name(), builtIn);
        this.defaultModel = settings.defaultModel();
        this.fallback = settings.fallback().models();
        this.own = own;
        this.failover = failover;
        // Mistakes are told at the start.
        standard();
        fallback.forEach(this::operatorsOwn);
    }

    private ModelChoice operatorsOwn(String text) {
        return named(text, operators())
                .orElseThrow(() -> new IllegalArgumentException("The model " + text
                        + " is not offered by a provider of chatforge.chat.providers; models are given as"
                        + " provider/model"));
    }

    private static Optional<ModelChoice> named(String text, List<ModelChoice> among) {
        int slash = text.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : among.stream()
                        .filter(choice -> choice.isOf(text.substring(0, slash), text.substring(slash + 1)))
                        .findFirst();
    }

    private List<ModelChoice> operators() {
        return providers.values().stream()
                .flatMap(provider -> provider.models().stream().map(model -> new ModelChoice(provider, model)))
                .toList();
    }

    /** The operator's, of bots that choose none. */
    ModelChoice standard() {
        return defaultModel == null || defaultModel.isBlank() ? operators().getFirst() : operatorsOwn(defaultModel);
    }

    /** The bot's own. Where that is offered no longer another one is better than none. */
    ModelChoice of(BotProfile bot) {
        try {
            return choose(bot.id(), bot.provider(), bot.model());
        } catch (ApiException gone) {
            return choose(bot.id(), null, null);
        }
    }

    ModelChoice choose(@Nullable String provider, @Nullable String model) {
        return choose(null, provider, model);
    }

    /** The first that is given: by the request, by the bot, by the operator. Others stand in for it. */
    ModelChoice choose(@Nullable UUID bot, @Nullable String provider, @Nullable String model) {
        OwnModels.Own mine = own.of(bot);
        List<ModelChoice> all = all(mine);
        ModelChoice wanted = provider == null && model == null
                ? standardAmong(all)
                : all.stream()
                        .filter(choice ->
                                (provider == null || choice.provider().name().equals(provider))
                                        && (model == null || choice.model().id().equals(model)))
                        .findFirst()
                        .orElseThrow(() -> ApiException.invalid(
                                model == null ? "provider" : "model",
                                "is not offered here; see GET /api/chat/models for those that are"));
        return failover.among(order(wanted, mine.fallback().orElse(fallback), all));
    }

    private ModelChoice standardAmong(List<ModelChoice> all) {
        ModelChoice standard = standard();
        return all.stream()
                .filter(choice ->
                        choice.isOf(standard.provider().name(), standard.model().id()))
                .findFirst()
                .orElse(standard);
    }

    /** Nobody's credit pays for what was begun with somebody's own key. */
    private static List<ModelChoice> order(ModelChoice wanted, List<String> fallback, List<ModelChoice> all) {
        List<ModelChoice> order = new ArrayList<>(List.of(wanted));
        for (String text : fallback) {
            named(text, all)
                    .filter(next -> next.isBuiltIn() || (next.ownKey() == null) == (wanted.ownKey() == null))
                    .filter(next -> order.stream()
                            .noneMatch(one -> one.isOf(
                                    next.provider().name(), next.model().id())))
                    .ifPresent(order::add);
        }
        return order;
    }

    /** The operator's, and those of the present account's keys. */
    List<ModelChoice> all() {
        return all(own.of(null));
    }

    List<ModelChoice> all(@Nullable UUID bot) {
        return all(own.of(bot));
    }

    private List<ModelChoice> all(OwnModels.Own mine) {
        List<ModelChoice> all = new ArrayList<>();
        providers.forEach((name, provider) -> {
            if (!mine.providers().containsKey(name)) {
                provider.models().forEach(model -> all.add(new ModelChoice(provider, model)));
            }
        });
        mine.providers().values().forEach(keyed -> keyed.provider()
                .models()
                .forEach(model -> all.add(new ModelChoice(keyed.provider(), model, keyed.key()))));
        return all;
    }
}
