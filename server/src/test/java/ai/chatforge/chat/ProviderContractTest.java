package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ai.chatforge.chat.ChatSettings.ProviderSettings;
import ai.chatforge.chat.ModelRequest.Format;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.ModelRequest.Tool;
import ai.chatforge.chat.ModelRequest.ToolCall;
import ai.chatforge.chat.ModelRequest.Wishes;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.testkit.provider.Call;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each kind of provider against one that speaks the real wire format, with every fault it knows. */
abstract class ProviderContractTest {
    static final String KEY = "sk-planted-3f9a2c";
    static final String PROMPT = "What does Ünïcode — 語, 🙂 — cost?";
    static final JsonMapper JSON = JsonMapper.shared();
    private static final Tool LOOKUP = new Tool("lookup", "Looks the price of a city up", JSON.readTree("""
                    {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""), null);

    private static OutsideHttp http;

    final Cancellation cancellation = new Cancellation();
    final List<ModelEvent> events = new CopyOnWriteArrayList<>();
    ScriptedProvider scripted;

    abstract ProviderKind kind();

    /** Under which the scripted provider speaks its protocol. */
    abstract URI baseUrl();

    abstract String keyIn(Map<String, String> headers);

    /** How the vendor's newest models take tools. */
    abstract ModelProvider.ToolUse newest();

    @BeforeAll
    static void open() {
        http = new OutsideHttp();
    }

    @AfterAll
    static void close() throws IOException {
        http.close();
    }

    @BeforeEach
    void start() throws IOException {
        scripted = ScriptedProvider.start();
    }

    @AfterEach
    void stop() throws IOException {
        scripted.close();
    }

    @ParameterizedTest
    @CsvSource({
        "words-3,                w1 w2 w3",
        "words-4-byte-by-byte,   w1 w2 w3 w4",
        "words-2-every-1ms,      w1 w2",
        "first-after-5ms-words-1, w1",
        "cites-1-22, This is what the source says [1]. This is what the source says [22].",
    })
    void streamsTheAnswer(String model, String text) throws Exception {
        answer(model);

        assertThat(text()).isEqualTo(text);
        assertThat(events.getLast()).isEqualTo(told());
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo-prompt", "echo-prompt-byte-by-byte"})
    void noCharacterIsTorn(String model) throws Exception {
        answer(model);

        assertThat(text()).isEqualTo(PROMPT);
    }

    @Test
    void usageIsTakenOverExactly() throws Exception {
        answer("words-7");
        assertThat(usages()).containsExactly(told());
        assertThat(told().completionTokens()).isEqualTo(7);

        answer("words-7-zero-usage");
        assertThat(usages()).containsExactly(new ModelEvent.Usage(0, 0));

        answer("words-7-no-usage");
        assertThat(usages()).isEmpty();
    }

    @Test
    void tokensOfTheCacheAreTold() throws Exception {
        answer("words-3-cached-2");

        assertThat(usages()).containsExactly(new ModelEvent.Usage(told().promptTokens(), 2, 3));
        assertThat(told().promptTokens()).isGreaterThan(2);
    }

    @ParameterizedTest
    @CsvSource({"words-3, STOP", "words-2000, LENGTH"})
    void saysWhyItEnds(String model, ModelEvent.Reason reason) throws Exception {
        answer(model);

        assertThat(events).contains(new ModelEvent.Finished(reason));
    }

    @Test
    void callsAToolAndAnswersWithWhatItSaid() throws Exception {
        Wishes wishes = new Wishes(null, List.of(), List.of(LOOKUP), "auto", null, Format.TEXT, true);

        ask(request("calls-lookup", List.of(new PromptMessage(Role.USER, PROMPT)), wishes));

        ToolCall call = call();
        assertThat(call.name()).isEqualTo("lookup");
        assertThat(call.id()).isNotBlank();
        assertThat(JSON.readTree(call.arguments())).isEqualTo(JSON.readTree("{\"city\":\"Lisbon\"}"));
        assertThat(events).contains(new ModelEvent.Finished(ModelEvent.Reason.TOOL_CALLS));
        assertThat(text()).isEmpty();
        assertThat(scripted.calls().getLast().body())
                .contains("Looks the price of a city up", "\"required\":[\"city\"]");

        ask(request(
                "calls-lookup",
                List.of(
                        new PromptMessage(Role.USER, PROMPT),
                        new PromptMessage(Role.ASSISTANT, "", List.of(call), null),
                        new PromptMessage(Role.TOOL, "It is 9 euros", List.of(), call.id())),
                wishes));

        assertThat(text()).isEqualTo("It is 9 euros");
        assertThat(scripted.calls().getLast().body()).contains("lookup", "Lisbon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "required", "lookup"})
    void theNewestModelsCallTools(String choice) throws Exception {
        Wishes wishes = new Wishes(null, List.of(), List.of(LOOKUP), choice, null, Format.TEXT, true);
        ModelRequest request = request("calls-lookup-newest", List.of(new PromptMessage(Role.USER, PROMPT)), wishes);

        knowing(request.model(), newest()).answer(request, events::add, cancellation);

        assertThat(call().name()).isEqualTo("lookup");
        assertThat(events).contains(new ModelEvent.Finished(ModelEvent.Reason.TOOL_CALLS));
        assertThat(scripted.calls().getLast().body()).contains("Looks the price of a city up");
    }

    ModelProvider knowing(String model, ModelProvider.ToolUse use) {
        KnownModel known = new KnownModel(
                kind(), model, model, 200_000, 64_000, true, true, true, false, true, use, 100, LocalDate.EPOCH);
        ProviderSettings settings = new ProviderSettings(
                kind(), baseUrl().toString(), KEY, null, List.of(model), null, null, Duration.ofSeconds(30));
        return new OutsideProviders(http, JSON, new KnownModels(() -> List.of(known))).configured("scripted", settings);
    }

    private ToolCall call() {
        StringBuilder id = new StringBuilder();
        StringBuilder name = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        for (ModelEvent event : events) {
            if (event instanceof ModelEvent.ToolCall piece) {
                assertThat(piece.index()).isZero();
                id.append(piece.id());
                name.append(piece.name());
                arguments.append(piece.arguments());
            }
        }
        return new ToolCall(id.toString(), name.toString(), arguments.toString());
    }

    @Test
    void theTimeThatAProviderWantsToBeLeftAloneIsKnown() {
        ProviderException failure =
                catchThrowableOfType(ProviderException.class, () -> answer("status-429-retry-after-7s"));

        ProviderException.Refusal refusal = Objects.requireNonNull(failure.refusal());
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(Objects.requireNonNull(refusal.retryAfter()).toSeconds()).isBetween(7L, 8L);
    }

    JsonNode bodyOf(ModelRequest request) throws ProviderException {
        provider(baseUrl(), KEY).answer(request, events::add, cancellation);
        return JSON.readTree(scripted.calls().getLast().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void sendsNoKeyWhenThereIsNone(String key) throws Exception {
        answer("words-1", provider(baseUrl(), key), 10);
        answer("words-1", provider(baseUrl(), null), 10);
        answer("words-1", provider(baseUrl(), KEY), 10);

        assertThat(scripted.calls()).extracting(call -> keyIn(call.headers())).containsExactly("", "", KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "status-400,          REFUSED,     ''",
        "status-401,          REFUSED,     ''",
        "status-403,          REFUSED,     ''",
        "no-such-model,       REFUSED,     ''",
        "status-429,          OVERLOADED,  ''",
        "status-500,          OVERLOADED,  ''",
        "status-503,          OVERLOADED,  ''",
        "reset-before-first,  UNREACHABLE, ''",
        "close-before-first,  UNREACHABLE, ''",
        "stalls-before-first, UNREACHABLE, ''",
        "html-200,            BROKEN_OFF,  ''",
        "reset-after-0,       UNREACHABLE, ''",
        "reset-after-3,       UNREACHABLE, w1 w2 w3",
        "close-after-3,       UNREACHABLE, w1 w2 w3",
        "stalls-after-3,      UNREACHABLE, w1 w2 w3",
        "half-chunk,          UNREACHABLE, w1 w2",
        "ends-after-3,        BROKEN_OFF,  w1 w2 w3",
        "not-json,            BROKEN_OFF,  w1 w2",
        "error-in-stream,     BROKEN_OFF,  w1 w2",
    })
    void aFaultIsATypedErrorAndNothingIsReplayed(String model, ProviderException.Kind kind, String text)
            throws Exception {
        ProviderException failure;
        try (Logged logged = Logged.of("ai.chatforge")) {
            failure = catchThrowableOfType(ProviderException.class, () -> answer(model));
            assertThat(logged.everything()).doesNotContain(KEY);
        }

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage()).contains("'scripted'").doesNotContain("127.0.0.1", "Exception");
        assertThat(Logged.chain(failure)).doesNotContain(KEY);
        assertThat(text()).isEqualTo(text);
        assertThat(usages()).isEmpty();
        assertThat(scripted.count()).isOne();

        answer("words-2");
        assertThat(text()).isEqualTo("w1 w2");
    }

    @Test
    void nobodyListensThere() throws Exception {
        // Taken, so that nobody else gets it, but not listened on.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI nobody = URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/v1");

            ProviderException failure =
                    catchThrowableOfType(ProviderException.class, () -> answer("words-1", provider(nobody, KEY), 10));

            assertThat(failure.kind()).isEqualTo(ProviderException.Kind.UNREACHABLE);
        }
    }

    @Test
    void theKeyIsInNoText() {
        ProviderSettings settings = settings(baseUrl(), KEY, Duration.ofSeconds(9));
        OutsideHttp.Request request = new OutsideHttp.Request(
                "GET",
                scripted.baseUrl(),
                Map.of("Authorization", KEY),
                null,
                "",
                Duration.ofSeconds(1),
                Duration.ofSeconds(9));

        assertThat(settings.toString()).doesNotContain(KEY);
        assertThat(request.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first-after-60000ms",
                "stalls-before-first",
                "words-9-every-60000ms",
                "stalls-after-1",
                "words-1000000-every-1ms"
            })
    void cancellingEndsTheCallUpstream(String model) throws Exception {
        FutureTask<Void> answering = new FutureTask<>(() -> {
            answer(model, provider(baseUrl(), KEY, Duration.ofMinutes(5)), 2_000_000);
            return null;
        });
        Thread.ofVirtual().start(answering);
        boolean beforeFirst = model.contains("first");
        await().until(() -> beforeFirst ? scripted.count() == 1 : !events.isEmpty());

        cancellation.cancel();

        answering.get();
        await().until(() -> scripted.calls().getFirst().callerLeft());
        assertThat(usages()).isEmpty();
    }

    @Test
    void whatIsCancelledAlreadyIsNotAsked() throws Exception {
        cancellation.cancel();

        answer("words-3");

        assertThat(events).isEmpty();
        assertThat(scripted.count()).isZero();
    }

    private void answer(String model) throws ProviderException {
        // Short only where silence is what is waited for.
        Duration silence = model.startsWith("stalls") ? Duration.ofMillis(300) : Duration.ofSeconds(30);
        answer(model, provider(baseUrl(), KEY, silence), 1_000);
    }

    private void answer(String model, ModelProvider provider, int maxOutputTokens) throws ProviderException {
        events.clear();
        ModelRequest request = request(model, List.of(new PromptMessage(Role.USER, PROMPT)), Wishes.NONE)
                .with(model, List.of(new PromptMessage(Role.USER, PROMPT)), maxOutputTokens);
        provider.answer(request, events::add, cancellation);
    }

    private void ask(ModelRequest request) throws ProviderException {
        events.clear();
        provider(baseUrl(), KEY).answer(request, events::add, cancellation);
    }

    static ModelRequest request(String model, List<PromptMessage> prompt, Wishes wishes) {
        return new ModelRequest(
                model,
                prompt,
                0.2,
                1_000,
                ModelRequest.Material.of(PROMPT),
                Privacy.NONE,
                wishes,
                null,
                null,
                Enclosed.NOTHING);
    }

    ModelProvider provider(URI baseUrl, @Nullable String key) {
        return provider(baseUrl, key, Duration.ofSeconds(30));
    }

    private ModelProvider provider(URI baseUrl, @Nullable String key, Duration silence) {
        return new OutsideProviders(http, JSON, new KnownModels(List::of))
                .configured("scripted", settings(baseUrl, key, silence));
    }

    private ProviderSettings settings(URI baseUrl, @Nullable String key, Duration silence) {
        // A slash too many is forgiven.
        return new ProviderSettings(kind(), baseUrl + "/", key, null, List.of("words-3"), 16_000, 1_024, silence);
    }

    private ModelEvent.Usage told() {
        Call.Usage told = Objects.requireNonNull(scripted.calls().getLast().told());
        return new ModelEvent.Usage(told.promptTokens(), told.cachedTokens(), told.completionTokens());
    }

    private List<ModelEvent> usages() {
        return events.stream().filter(ModelEvent.Usage.class::isInstance).toList();
    }

    private String text() {
        return events.stream()
                .map(event -> event instanceof ModelEvent.Delta delta ? delta.text() : "")
                .collect(Collectors.joining());
    }
}
