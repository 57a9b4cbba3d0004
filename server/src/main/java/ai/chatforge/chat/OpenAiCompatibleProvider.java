package ai.chatforge.chat;

import ai.chatforge.chat.ChatSettings.ProviderSettings;
import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Chat completions with {@code stream: true} as OpenAI, Ollama, vLLM, Groq and others speak them: server-sent events of
 * {@code choices[0].delta.content}, usage in the last one ({@code stream_options.include_usage}), {@code [DONE]}.
 */
final class OpenAiCompatibleProvider implements ModelProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAiCompatibleProvider.class);
    private static final int ERROR_LENGTH = 2_000;
    private static final int LOGGED_LENGTH = 500;
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(30);
    private static final long LARGEST_ANSWER = 32L * 1024 * 1024;

    private final String name;
    private final ProviderSettings settings;
    private final URI endpoint;
    private final OutsideHttp http;
    private final JsonMapper json;

    OpenAiCompatibleProvider(String name, ProviderSettings settings, OutsideHttp http, JsonMapper json) {
        this.name = name;
        this.settings = settings;
        this.endpoint = URI.create(settings.baseUrl().replaceAll("/+$", "") + "/chat/completions");
        this.http = http;
        this.json = json;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Model> models() {
        return settings.models().stream()
                .map(model -> new Model(model, model, settings.contextTokens(), settings.maxOutputTokens()))
                .toList();
    }

    @Override
    public void answer(ModelRequest request, Sink sink, Cancellation cancellation) throws ProviderException {
        // Cancelling has to end the wait for the first byte too, so it is told how before the request is sent.
        try (OutsideHttp.Response response =
                http.send(httpRequest(request), OutsideAccess.OPERATOR_CONFIGURED, cancellation::onCancel)) {
            if (response.status() != 200) {
                throw refused(response, request.privacy());
            }
            read(response, sink, request.privacy());
        } catch (IOException e) {
            if (cancellation.isCancelled()) {
                return;
            }
            throw new ProviderException(
                    ProviderException.Kind.UNREACHABLE,
                    "The model provider '" + name + "' could not be reached, or broke off its answer. Try again.",
                    e);
        }
    }

    private OutsideHttp.Request httpRequest(ModelRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", request.model());
        body.put(
                "messages",
                request.prompt().stream()
                        .map(m -> Map.of("role", m.role().key(), "content", m.content()))
                        .toList());
        body.put("temperature", request.temperature());
        body.put("max_tokens", request.maxOutputTokens());
        body.put("stream", true);
        body.put("stream_options", Map.of("include_usage", true));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "text/event-stream");
        String key = settings.apiKey();
        if (key != null && !key.isBlank()) {
            headers.put("Authorization", "Bearer " + key);
        }
        return new OutsideHttp.Request(
                "POST",
                endpoint,
                headers,
                json.writeValueAsBytes(body),
                "application/json",
                settings.silence(),
                LONGEST_ANSWER);
    }

    private void read(OutsideHttp.Response response, Sink sink, Privacy privacy) throws IOException, ProviderException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(LARGEST_ANSWER), StandardCharsets.UTF_8));
        boolean finished = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String data = line.startsWith("data:") ? line.substring(5).strip() : "";
            if (data.equals("[DONE]")) {
                drain(lines);
                return;
            }
            if (!data.isEmpty()) {
                finished |= chunk(data, sink, privacy);
            }
        }
        if (!finished) {
            throw brokenOff();
        }
    }

    // So that the connection can serve the next request.
    private static void drain(BufferedReader lines) throws IOException {
        while (lines.readLine() != null) {
            // Nothing of interest comes after the end mark.
        }
    }

    /** @return whether the provider says that the answer is complete */
    private boolean chunk(String data, Sink sink, Privacy privacy) throws ProviderException {
        JsonNode node;
        try {
            node = json.readTree(data);
        } catch (JacksonException e) {
            // Its message repeats what it could not read, which may be anything.
            throw brokenOff();
        }
        // Some send "error": null along with every chunk.
        if (node.hasNonNull("error")) {
            LOG.warn("{} sent an error in its stream: {}", name, shortened(data, privacy));
            throw new ProviderException(
                    ProviderException.Kind.BROKEN_OFF, "The model provider '" + name + "' reported an error.", null);
        }
        JsonNode choice = node.path("choices").path(0);
        String text = choice.path("delta").path("content").asString("");
        if (!text.isEmpty()) {
            sink.event(new ModelEvent.Delta(text));
        }
        JsonNode usage = node.path("usage");
        if (usage.isObject() && usage.has("completion_tokens")) {
            sink.event(new ModelEvent.Usage(
                    usage.path("prompt_tokens").asLong(0),
                    usage.path("completion_tokens").asLong(0)));
        }
        return choice.path("finish_reason").isString();
    }

    private ProviderException brokenOff() {
        return new ProviderException(
                ProviderException.Kind.BROKEN_OFF,
                "The model provider '" + name + "' broke off its answer. Try again.",
                null);
    }

    private ProviderException refused(OutsideHttp.Response response, Privacy privacy) throws IOException {
        String said = new String(response.body(Long.MAX_VALUE).readNBytes(ERROR_LENGTH), StandardCharsets.UTF_8);
        response.cancel();
        int status = response.status();
        LOG.warn("{} answered {}: {}", name, status, shortened(said, privacy));
        if (status == 429 || status >= 500) {
            return new ProviderException(
                    ProviderException.Kind.OVERLOADED,
                    "The model provider '" + name + "' is overloaded or has a fault (" + status + "). Try again soon.",
                    null);
        }
        return new ProviderException(
                ProviderException.Kind.REFUSED,
                "The model provider '" + name + "' refused the request (" + status
                        + "). The operator should check its key, address and model.",
                null);
    }

    /** For the log. A provider repeats a key that it refuses, and may repeat the prompt. */
    private String shortened(String text, Privacy privacy) {
        String key = settings.apiKey();
        String safe = key == null || key.isBlank() ? text : text.replace(key, "***");
        String cleared = privacy.cleared(safe);
        return cleared.substring(0, Math.min(LOGGED_LENGTH, cleared.length()));
    }
}
