package ai.chatforge.testkit.provider;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whose protocol a request speaks. */
enum Dialect {
    OPENAI,
    ANTHROPIC,
    GEMINI;

    private static final Pattern GEMINI_PATH =
            Pattern.compile("/v1beta/models/([^/:?]+):streamGenerateContent\\?alt=sse");

    /** Null when it asks no model. */
    static @Nullable Dialect of(String method, String path) {
        if (!method.equals("POST")) {
            return null;
        }
        // Azure's has its version behind it.
        return switch (path.replaceFirst("\\?api-version=.*", "")) {
            case "/v1/chat/completions" -> OPENAI;
            case "/v1/messages" -> ANTHROPIC;
            default -> GEMINI_PATH.matcher(path).matches() ? GEMINI : null;
        };
    }

    Prompt prompt(String path, JsonNode body) {
        return switch (this) {
            case OPENAI -> Prompt.of(body);
            case ANTHROPIC -> Prompt.ofAnthropic(body);
            case GEMINI -> {
                Matcher model = GEMINI_PATH.matcher(path);
                String name = model.matches() ? URLDecoder.decode(model.group(1), StandardCharsets.UTF_8) : "";
                yield Prompt.ofGemini(name, body);
            }
        };
    }

    String key(Map<String, String> headers) {
        return switch (this) {
            case OPENAI ->
                headers.getOrDefault("authorization", headers.getOrDefault("api-key", ""))
                        .replaceFirst("^Bearer ", "");
            case ANTHROPIC -> headers.getOrDefault("x-api-key", "");
            case GEMINI -> headers.getOrDefault("x-goog-api-key", "");
        };
    }

    /** @param told at the beginning already, where the protocol does so */
    Frames frames(JsonMapper json, Script script, Prompt prompt, Call.@Nullable Usage told) {
        return switch (this) {
            case OPENAI -> OpenAiFrames.of(json, script, prompt.model(), prompt.includeUsage());
            case ANTHROPIC -> new AnthropicFrames(json, prompt.model(), told);
            case GEMINI -> new GeminiFrames(json, prompt.model());
        };
    }

    /** A refusal. The message repeats the key where it is that which is refused, as vendors do. */
    byte[] error(int status, String message, String openAiError, long retryAfter) {
        String text =
                switch (this) {
                    case OPENAI -> openAiError;
                    case ANTHROPIC ->
                        "{\"type\":\"error\",\"error\":{\"type\":\"" + anthropicType(status) + "\",\"message\":\""
                                + message + "\"}}";
                    case GEMINI ->
                        "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"SCRIPTED\""
                                + (status == 429
                                        ? ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                                                + "\"retryDelay\": \"" + retryAfter + "s\"}]"
                                        : "")
                                + "}}";
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String anthropicType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
