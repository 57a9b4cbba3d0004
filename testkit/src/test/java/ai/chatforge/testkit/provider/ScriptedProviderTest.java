package ai.chatforge.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScriptedProviderTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ScriptedProvider provider;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        provider = ScriptedProvider.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() throws IOException {
        http.shutdownNow();
        provider.close();
    }

    /** What a reader of the stream saw. */
    private record Seen(List<String> events) {
        String text() {
            return events.stream()
                    .filter(event -> event.startsWith("{\"id\""))
                    .map(event -> JSON.readTree(event)
                            .path("choices")
                            .path(0)
                            .path("delta")
                            .path("content")
                            .asString(""))
                    .collect(Collectors.joining());
        }

        boolean done() {
            return events.contains("[DONE]");
        }
    }

    @Test
    void streamsWordsUsageAndEndMark() throws Exception {
        Seen seen = stream("words-3");

        assertThat(seen.text()).isEqualTo("w1 w2 w3");
        assertThat(seen.done()).isTrue();
        assertThat(seen.events()).hasSize(7);
        JsonNode usage = JSON.readTree(seen.events().get(5));
        assertThat(usage.path("choices")).isEmpty();
        assertThat(usage.path("usage").path("prompt_tokens").asInt()).isEqualTo(5);
        assertThat(usage.path("usage").path("completion_tokens").asInt()).isEqualTo(3);
        Call call = onlyCall();
        assertThat(call.told()).isEqualTo(new Call.Usage(5, 3));
        assertThat(call.wordsSent()).isEqualTo(3);
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.headers()).containsEntry("authorization", "Bearer sk-test");
        assertThat(call.body()).contains("two words");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            words-5-byte-by-byte          | w1 w2 w3 w4 w5
            words-2-every-1ms             | w1 w2
            first-after-5ms-words-1       | w1
            echo-prompt                   | You help.Ünïcode two words
            echo-prompt-byte-by-byte      | You help.Ünïcode two words
            cites-1-22                    | This is what the source says [1]. This is what the source says [22].
            no-usage-words-2              | w1 w2
            says-to+be                    | to be
            says-to+be-3-times            | to be to be to be
            """)
    void answers(String model, String text) throws Exception {
        Seen seen = stream(model);

        assertThat(seen.text().replace("\n\n", "")).isEqualTo(text);
        assertThat(seen.done()).isTrue();
        assertThat(whole(model)
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString()
                        .replace("\n\n", ""))
                .isEqualTo(text);
    }

    @Test
    void usageIsToldAsScripted() throws Exception {
        assertThat(stream("no-usage").events()).noneMatch(event -> event.contains("completion_tokens"));
        assertThat(stream("zero-usage").events())
                .anyMatch(event -> event.contains("\"prompt_tokens\":0,\"completion_tokens\":0"));
        assertThat(whole("no-usage").has("usage")).isFalse();
        assertThat(provider.calls()).extracting(Call::told).containsExactly(null, new Call.Usage(0, 0), null);
    }

    @Test
    void mostTokensAreObeyed() throws Exception {
        Seen seen = read(post("{\"model\":\"words-9\",\"stream\":true,\"max_tokens\":2,\"messages\":[]}"));

        assertThat(seen.text()).isEqualTo("w1 w2");
        assertThat(seen.events()).anyMatch(event -> event.contains("\"finish_reason\":\"length\""));
        assertThat(seen.events()).noneMatch(event -> event.contains("usage"));
    }

    enum Ends {
        RESET,
        CUT,
        WHOLE
    }

    // Over a bare socket: the JDK's client throws away what it has received when the end comes too early.
    @ParameterizedTest
    @CsvSource({
        "reset-after-3,         w1 w2 w3, RESET",
        "reset-after-3-words-3, w1 w2 w3, RESET",
        "close-after-3,         w1 w2 w3, CUT",
        "half-chunk,            w1 w2,    CUT",
        "ends-after-3,          w1 w2 w3, WHOLE",
        "not-json,              w1 w2,    WHOLE",
        "error-in-stream,       w1 w2,    WHOLE",
    })
    void breaksOffAtTheVeryWord(String model, String text, Ends ends) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean reset = false;
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
            ask(caller, model);
            for (int b = caller.getInputStream().read();
                    b >= 0;
                    b = caller.getInputStream().read()) {
                bytes.write(b);
            }
        } catch (SocketException e) {
            reset = true;
        }
        String received = bytes.toString(StandardCharsets.UTF_8);

        assertThat(reset).isEqualTo(ends == Ends.RESET);
        assertThat(received.endsWith("\r\n0\r\n\r\n")).isEqualTo(ends == Ends.WHOLE);
        assertThat(Pattern.compile("\"delta\":\\{\"content\":\"([^\"]*)\"")
                        .matcher(received)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(received).doesNotContain("\"stop\"");
        assertThat(onlyCall().ending()).isEqualTo(Call.Ending.FAULT);
        assertThat(onlyCall().wordsSent()).isEqualTo(text.split(" ", -1).length);
        assertThat(onlyCall().bytesSent()).isEqualTo(bytes.size());
        assertThat(onlyCall().told()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset-before-first", "close-before-first"})
    void breaksOffBeforeTheFirstByte(String model) {
        assertThatThrownBy(() -> post(body(model, true))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post(body(model, false))).isInstanceOf(IOException.class);
        assertThat(provider.calls()).allSatisfy(call -> {
            assertThat(call.bytesSent()).isZero();
            assertThat(call.status()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({"429, 1", "500, ", "401, ", "503, "})
    void refuses(int status, String retryAfter) throws Exception {
        HttpResponse<InputStream> response = post(body("status-" + status, true));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Retry-After").orElse(null)).isEqualTo(retryAfter);
        JsonNode error = JSON.readTree(response.body()).path("error");
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("message").asString().contains("sk-test")).isEqualTo(status == 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5", "words", "words-3-", "-words-3", "words-3x", "words-3--every-1ms", ""})
    void doesNotKnowOtherModels(String model) throws Exception {
        assertThat(post(body(model, true)).statusCode()).isEqualTo(404);
    }

    @Test
    void aPageIsNoAnswer() throws Exception {
        HttpResponse<InputStream> response = post(body("html-200", true));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-after-60000ms", "words-9-every-60000ms", "stalls-before-first", "stalls-after-1"})
    void seesTheCallerLeave(String model) throws Exception {
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
            ask(caller, model);
            await().until(() ->
                    provider.calls().stream().anyMatch(call -> model.contains("first") || call.wordsSent() == 1));
            assertThat(onlyCall().ending()).isEqualTo(Call.Ending.UNDER_WAY);
        }

        await().until(() -> onlyCall().callerLeft());
        assertThat(onlyCall().endedAt()).isAfterOrEqualTo(onlyCall().startedAt());
    }

    @Test
    void oneConnectionServesManyRequests() throws Exception {
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
            InputStream in = caller.getInputStream();
            for (int i = 0; i < 50; i++) {
                caller.getOutputStream()
                        .write("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                assertThat(answer(in)).contains("\"words-20\"");
            }
        }
    }

    @Test
    void requestsInChunksAreRead() throws Exception {
        HttpRequest request = request()
                .POST(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(body("echo-prompt", true))))
                .build();

        Seen seen = read(http.send(request, HttpResponse.BodyHandlers.ofInputStream()));

        assertThat(seen.text()).endsWith("two words");
    }

    @Test
    void anotherProcessCanAskForTheCalls() throws Exception {
        stream("words-2");

        HttpResponse<String> calls = http.send(
                HttpRequest.newBuilder(provider.baseUrl().resolve("/scripted/calls"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        JsonNode call = JSON.readTree(calls.body()).path("calls").path(0);
        assertThat(call.path("wordsSent").asInt()).isEqualTo(2);
        assertThat(call.path("ending").asString()).isEqualTo("COMPLETE");
    }

    @Test
    void onlyTheLatestCallsAreKept() throws Exception {
        try (ScriptedProvider forgetful = ScriptedProvider.start(0, 2)) {
            for (int i = 1; i <= 3; i++) {
                read(post(forgetful.baseUrl(), body("words-" + i, true)));
            }
            assertThat(forgetful.count()).isEqualTo(3);
            assertThat(forgetful.calls()).extracting(Call::model).containsExactly("words-2", "words-3");
        }
    }

    private static void ask(Socket caller, String model) throws IOException {
        byte[] body = body(model, true).getBytes(StandardCharsets.UTF_8);
        String head = String.join(
                "\r\n",
                "POST /v1/chat/completions HTTP/1.1",
                "Host: x",
                "Connection: close",
                "Content-Length: " + body.length,
                "",
                "");
        caller.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        caller.getOutputStream().write(body);
    }

    private Call onlyCall() {
        assertThat(provider.calls()).hasSize(1);
        return provider.calls().getFirst();
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        int length = Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private Seen stream(String model) throws Exception {
        return read(post(body(model, true)));
    }

    private JsonNode whole(String model) throws Exception {
        return JSON.readTree(post(body(model, false)).body());
    }

    private static String body(String model, boolean stream) {
        return JSON.writeValueAsString(Map.of(
                "model",
                model,
                "stream",
                stream,
                "stream_options",
                Map.of("include_usage", true),
                "messages",
                List.of(
                        Map.of("role", "system", "content", "You help."),
                        Map.of("role", "user", "content", "Ünïcode two words"))));
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/chat/completions"))
                .header("Authorization", "Bearer sk-test");
    }

    private HttpResponse<InputStream> post(String body) throws Exception {
        return post(provider.baseUrl(), body);
    }

    private HttpResponse<InputStream> post(URI base, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
                .header("Authorization", "Bearer sk-test")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static Seen read(HttpResponse<InputStream> response) {
        List<String> events = new ArrayList<>();
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith("data: "))
                .forEach(line -> events.add(line.substring(6)));
        return new Seen(events);
    }
}
