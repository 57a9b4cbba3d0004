package ai.chatforge.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Whose protocol a provider speaks. */
enum ProviderKind {
    /** And all that are compatible with it. */
    @JsonProperty("openai")
    OPENAI("OpenAI", "https://api.openai.com/v1"),
    @JsonProperty("anthropic")
    ANTHROPIC("Anthropic", "https://api.anthropic.com/v1"),
    @JsonProperty("gemini")
    GEMINI("Google", "https://generativelanguage.googleapis.com/v1beta");

    private final String vendor;
    private final String baseUrl;

    ProviderKind(String vendor, String baseUrl) {
        this.vendor = vendor;
        this.baseUrl = baseUrl;
    }

    static Optional<ProviderKind> byKey(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String vendor() {
        return vendor;
    }

    /** Of the vendor itself. */
    String baseUrl() {
        return baseUrl;
    }

    /**
     * Tokens of the vendor's models for 100 of those that are counted here, at the most, where the catalogue does not
     * say it.
     */
    int margin() {
        return switch (this) {
            case OPENAI -> 100;
            case ANTHROPIC -> 170;
            case GEMINI -> 125;
        };
    }

    ModelProtocol protocol(String address, String apiVersion, JsonMapper json) {
        return switch (this) {
            case OPENAI -> new OpenAiProtocol(address, apiVersion);
            case ANTHROPIC -> new AnthropicProtocol(address, json);
            case GEMINI -> new GeminiProtocol(address, json);
        };
    }
}
