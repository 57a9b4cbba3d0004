package ai.chatforge.chat;

import ai.chatforge.chat.ChatSettings.ProviderSettings;
import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes providers of what is configured. */
@Component
class OutsideProviders {
    private final OutsideHttp http;
    private final JsonMapper json;

    OutsideProviders(OutsideHttp http, JsonMapper json) {
        this.http = http;
        this.json = json;
    }

    ModelProvider configured(String name, ProviderSettings settings) {
        List<ModelProvider.Model> models = settings.models().stream()
                .map(id -> new ModelProvider.Model(id, id, settings.contextTokens(), settings.maxOutputTokens()))
                .toList();
        return new OutsideProvider(
                name,
                new OpenAiProtocol(settings.baseUrl(), null),
                () -> models,
                new OutsideProvider.Line(
                        settings.apiKey(), settings.silence(), OutsideAccess.OPERATOR_CONFIGURED),
                http,
                json);
    }
}
