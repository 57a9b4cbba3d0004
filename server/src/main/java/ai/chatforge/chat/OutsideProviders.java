package ai.chatforge.chat;

import ai.chatforge.chat.ChatSettings.ProviderSettings;
import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes providers of what is configured, and of accounts' own keys. */
@Component
class OutsideProviders {
    private static final int USUAL_CONTEXT = 16_000;
    private static final int USUAL_OUTPUT = 1_024;
    /** What a model could say at the most is far more than an answer is, and would be set aside in prompt and credit. */
    private static final int MOST_OUTPUT = 4_096;
    /** Thoughts count too, where there are any; so many are what OpenAI advises (guide on reasoning models). */
    private static final int MOST_WITH_THOUGHTS = 25_000;

    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final OutsideHttp http;
    private final JsonMapper json;
    private final KnownModels known;
    private final RefusedFields refusedFields = new RefusedFields();

    OutsideProviders(OutsideHttp http, JsonMapper json, KnownModels known) {
        this.http = http;
        this.json = json;
        this.known = known;
    }

    ModelProvider configured(String name, ProviderSettings settings) {
        return provider(
                name,
                settings.kind()
                        .protocol(settings.address(), Objects.requireNonNullElse(settings.apiVersion(), ""), json),
                () -> settings.models().stream().map(id -> model(settings, id)).toList(),
                new OutsideProvider.Line(settings.apiKey(), settings.silence(), OutsideAccess.OPERATOR_CONFIGURED));
    }

    private ModelProvider.Model model(ProviderSettings settings, String id) {
        ModelProvider.Model model = model(settings.kind(), id);
        int context = Objects.requireNonNullElse(settings.contextTokens(), model.contextTokens());
        int most = Objects.requireNonNullElse(settings.maxOutputTokens(), model.maxOutputTokens());
        return new ModelProvider.Model(
                id, model.name(), context, Window.longestAnswer(context, most), model.can(), model.margin());
    }

    private ModelProvider.Model model(ProviderKind kind, String id) {
        Optional<KnownModel> found = known.find(kind, id);
        int context = found.map(KnownModel::contextTokens).orElse(USUAL_CONTEXT);
        int most = found.map(model -> Math.min(
                        model.maxOutputTokens(), model.abilities().thinks() ? MOST_WITH_THOUGHTS : MOST_OUTPUT))
                .orElse(USUAL_OUTPUT);
        return new ModelProvider.Model(
                id,
                found.filter(model -> model.model().equals(id))
                        .map(KnownModel::name)
                        .orElse(id),
                context,
                Window.longestAnswer(context, most),
                found.map(KnownModel::abilities).orElse(ModelProvider.Abilities.UNKNOWN),
                found.map(KnownModel::margin).orElseGet(kind::margin));
    }

    /** Where its address leads was said by a user. */
    ModelProvider own(OwnKeyRepository.Opened opened) {
        OwnKey key = opened.key();
        ProviderKind kind = key.provider();
        String address = Objects.requireNonNullElse(key.baseUrl(), kind.baseUrl());
        List<String> named = key.models();
        return provider(
                kind.key(),
                kind.protocol(address, "", json),
                () -> named == null
                        ? known.of(kind).stream()
                                .map(model -> model(kind, model.model()))
                                .toList()
                        : named.stream().map(id -> model(kind, id)).toList(),
                new OutsideProvider.Line(opened.secret(), SILENCE, OutsideAccess.PUBLIC_ONLY));
    }

    private ModelProvider provider(
            String name,
            ModelProtocol protocol,
            Supplier<List<ModelProvider.Model>> models,
            OutsideProvider.Line line) {
        return new OutsideProvider(name, protocol, models, line, refusedFields, http, json);
    }
}
