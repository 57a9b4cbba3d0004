package ai.chatforge.chat;

import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A provider somewhere else: sends the request, reads the stream of its answer, and types what goes wrong. */
final class OutsideProvider implements ModelProvider {
    static final Duration LONGEST_ANSWER = Duration.ofMinutes(30);

    private static final Logger LOG = LoggerFactory.getLogger(OutsideProvider.class);
    private static final int ERROR_LENGTH = 2_000;
    private static final int LOGGED_LENGTH = 500;
    private static final long LARGEST_ANSWER = 32L * 1024 * 1024;
    /** What OpenAI and those like it end with. */
    private static final String DONE = "[DONE]";

    private final String name;
    private final ModelProtocol protocol;
    private final Supplier<List<Model>> models;
    private final Line line;
    private final RefusedFields refusedFields;
    private final OutsideHttp http;
    private final JsonMapper json;

    /** @param silence how long the provider may send nothing */
    record Line(@Nullable String apiKey, Duration silence, OutsideAccess access) {
        @Override
        public String toString() {
            return "Line[" + access + "]";
        }
    }

    /** @param models asked each time: what is known of them changes */
    OutsideProvider(
            String name,
            ModelProtocol protocol,
            Supplier<List<Model>> models,
            Line line,
            RefusedFields refusedFields,
            OutsideHttp http,
            JsonMapper json) {
        this.name = name;
        this.protocol = protocol;
        this.models = models;
        this.line = line;
        this.refusedFields = refusedFields;
        this.http = http;
        this.json = json;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Model> models() {
        return models.get();
    }

    @Override
    public void answer(ModelRequest request, Sink sink, Cancellation cancellation) throws ProviderException {
        URI endpoint = protocol.endpoint(request);
        Model model = known(request.model());
        Set<String> without = refusedFields.of(endpoint, request.model());
        try {
            // Nothing was generated where a field was refused, so asking without it is no other attempt.
            while (true) {
                Map<String, Object> body = protocol.body(request, model, without);
                try (OutsideHttp.Response response = send(endpoint, body, cancellation)) {
                    if (response.status() == 200) {
                        refusedFields.keep(endpoint, request.model(), without);
                        read(response, protocol.reading(sink), sink, request.privacy());
                        return;
                    }
                    ProviderException failure = refused(response, request.privacy());
                    without = with(without, body.keySet(), failure);
                    if (protocol.body(request, model, without).equals(body)) {
                        throw failure;
                    }
                }
            }
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

    private Set<String> with(Set<String> before, Set<String> sent, ProviderException failure) {
        Set<String> all = new HashSet<>(before);
        protocol.dispensable().stream()
                .filter(sent::contains)
                .filter(failure::isUnknown)
                .forEach(all::add);
        return all;
    }

    /** Cancelling has to end the wait for the first byte too, so it is told how before the request is sent. */
    private OutsideHttp.Response send(URI endpoint, Map<String, Object> body, Cancellation cancellation)
            throws IOException {
        return http.send(httpRequest(endpoint, body), line.access(), cancellation::onCancel);
    }

    private OutsideHttp.Request httpRequest(URI endpoint, Map<String, Object> body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "text/event-stream");
        String key = line.apiKey();
        headers.putAll(protocol.headers(key == null || key.isBlank() ? null : key));
        return new OutsideHttp.Request(
                "POST",
                endpoint,
                headers,
                json.writeValueAsBytes(body),
                "application/json",
                line.silence(),
                LONGEST_ANSWER);
    }

    private Model known(String id) {
        return models().stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseGet(() -> new Model(id, id, Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    private void read(OutsideHttp.Response response, ModelProtocol.Reading reading, Sink sink, Privacy privacy)
            throws IOException, ProviderException {
        EventLines lines = new EventLines(response.body(LARGEST_ANSWER));
        boolean done = false;
        // To the end, so that the connection can serve the next request.
        for (String text = lines.next(); text != null; text = lines.next()) {
            String data = text.startsWith("data:") ? text.substring(5).strip() : "";
            done |= data.equals(DONE);
            if (!done && !data.isEmpty()) {
                JsonNode event = event(data, privacy);
                sink.begun();
                reading.take(event);
            }
        }
        if (!done && !reading.isComplete()) {
            throw brokenOff();
        }
        reading.end();
    }

    private JsonNode event(String data, Privacy privacy) throws ProviderException {
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
        return node;
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
        ProviderException.Refusal refusal = new ProviderException.Refusal(status, said, Patience.asked(response, said));
        if (status == 429 || status >= 500) {
            return ProviderException.of(
                    refusal,
                    ProviderException.Kind.OVERLOADED,
                    "The model provider '" + name + "' is overloaded or has a fault (" + status + "). Try again soon.");
        }
        return ProviderException.of(
                refusal,
                ProviderException.Kind.REFUSED,
                "The model provider '" + name + "' refused the request (" + status
                        + "). The operator should check its key, address and model.");
    }

    /** For the log. A provider repeats a key that it refuses, and may repeat the prompt. */
    private String shortened(String text, Privacy privacy) {
        String key = line.apiKey();
        String safe = key == null || key.isBlank() ? text : text.replace(key, "***");
        String cleared = privacy.cleared(safe);
        return cleared.substring(0, Math.min(LOGGED_LENGTH, cleared.length()));
    }
}
