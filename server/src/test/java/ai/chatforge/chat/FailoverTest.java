package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ai.chatforge.auth.MovedClock;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.ModelRequest.Wishes;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What answers when a model does not: by each fault, and by each kind of provider. */
class FailoverTest {
    private static final String STANDS_IN = "says-the+other+one";

    private static final PatientCredits CREDITS = new PatientCredits();

    private static OutsideHttp http;

    private final Cancellation cancellation = new Cancellation();
    private final List<ModelEvent> events = new CopyOnWriteArrayList<>();
    /** Short only where silence is what is waited for. */
    private final Failover hasty = failover(Duration.ofMillis(1500));

    private final Failover failover = failover(Duration.ofSeconds(30));
    private ScriptedProvider first;
    private ScriptedProvider second;

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
        first = ScriptedProvider.start();
        second = ScriptedProvider.start();
    }

    @AfterEach
    void stop() throws IOException {
        hasty.destroy();
        failover.destroy();
        first.close();
        second.close();
    }

    private static Failover failover(Duration patience) {
        return failover(patience, new Circuits(), CREDITS);
    }

    private static Failover failover(Duration patience, Circuits circuits, PatientCredits credits) {
        ChatSettings settings = new ChatSettings(
                Map.of(),
                null,
                8,
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                30,
                300,
                new ChatSettings.RewritingSettings(true, Duration.ofSeconds(3)),
                new ChatSettings.FallbackSettings(List.of(), patience),
                new ChatSettings.LimitSettings(0, 0, 0, 0, 0, 0, 0, 0));
        return new Failover(circuits, new Prompts(new Window(new Tokens())), credits.till(), settings);
    }

    private static ModelChoice choice(ProviderKind kind, ScriptedProvider provider, String name, String model) {
        String address = (kind == ProviderKind.GEMINI ? provider.geminiUrl() : provider.baseUrl()).toString();
        return choice(kind, address, name, model);
    }

    private static ModelChoice choice(ProviderKind kind, String address, String name, String model) {
        ModelProvider provider = new OutsideProviders(http, JsonMapper.shared(), new KnownModels(List::of))
                .configured(
                        name,
                        new ChatSettings.ProviderSettings(
                                kind, address, null, null, List.of(model), 16_000, 1_024, Duration.ofSeconds(60)));
        return new ModelChoice(provider, provider.models().getFirst());
    }

    private void ask(ModelChoice... order) throws ProviderException {
        events.clear();
        String model = order[0].model().id();
        boolean silent = model.contains("stalls") || model.contains("first-after") || model.contains("every");
        ModelChoice choice = (silent ? hasty : failover).among(List.of(order));
        choice.provider().answer(request(choice), this::note, cancellation);
    }

    private static ModelRequest request(ModelChoice choice) {
        return new ModelRequest(
                        choice.model().id(),
                        List.of(new PromptMessage(Role.USER, "What is it?")),
                        0.2,
                        1_000,
                        ModelRequest.Material.NONE,
                        Privacy.NONE)
                .paidBy(PatientCredits.PAYER);
    }

    private void note(ModelEvent event) {
        if (!(event instanceof ModelEvent.Charged)) {
            events.add(event);
        }
    }

    private String text() {
        return events.stream()
                .map(event -> event instanceof ModelEvent.Delta delta ? delta.text() : "")
                .collect(Collectors.joining());
    }

    private List<ModelEvent> of(Class<? extends ModelEvent> kind) {
        return events.stream().filter(kind::isInstance).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status-400",
                "status-401",
                "no-such-model",
                "status-429",
                "status-500",
                "status-529",
                "reset-before-first",
                "close-before-first",
                "stalls-before-first",
                "first-after-60000ms",
                "html-200",
                "reset-after-0",
                "ends-after-0",
                "stalls-after-0",
            })
    void theNextOneAnswersBeforeTheFirstWord(String fault) throws Exception {
        ask(
                choice(ProviderKind.OPENAI, first, "first", fault),
                choice(ProviderKind.OPENAI, second, "second", STANDS_IN));

        assertThat(text()).isEqualTo("the other one");
        assertThat(events.getFirst()).isEqualTo(new ModelEvent.From("second", STANDS_IN, false));
        assertThat(of(ModelEvent.Usage.class)).hasSize(1);
        assertThat(first.count()).isOne();
        assertThat(second.count()).isOne();
    }

    private enum Wish {
        TOOLS,
        SCHEMA,
        WHOLE
    }

    /** Its answer would look like one that keeps to what was asked for. */
    @ParameterizedTest
    @EnumSource(Wish.class)
    void whoCannotDoWhatIsAskedForDoesNotStandIn(Wish wish) throws Exception {
        ModelProvider.Model small = new ModelProvider.Model(
                STANDS_IN,
                STANDS_IN,
                2_000,
                500,
                new ModelProvider.Abilities(false, true, false, true, false, ModelProvider.ToolUse.FREE),
                100);
        ModelChoice other = choice(ProviderKind.OPENAI, second, "second", STANDS_IN);
        ModelChoice unable = wish == Wish.SCHEMA
                ? new ModelChoice(
                        new ExtractiveProvider(),
                        new ExtractiveProvider().models().getFirst())
                : new ModelChoice(other.provider(), small);
        Wishes wishes = new Wishes(
                null,
                List.of(),
                wish == Wish.TOOLS
                        ? List.of(new ModelRequest.Tool(
                                "lookup", "", JsonMapper.shared().readTree("{}"), null))
                        : List.of(),
                null,
                null,
                wish == Wish.SCHEMA
                        ? new ModelRequest.Format(
                                ModelRequest.Format.Kind.SCHEMA,
                                "it",
                                JsonMapper.shared().readTree("{}"),
                                true)
                        : ModelRequest.Format.TEXT,
                wish == Wish.WHOLE);
        List<PromptMessage> prompt = List.of(
                new PromptMessage(Role.USER, "Long ago. ".repeat(1_000)),
                new PromptMessage(Role.ASSISTANT, "So it was."),
                new PromptMessage(Role.USER, "What is it?"));
        ModelChoice chosen = failover.among(List.of(choice(ProviderKind.OPENAI, first, "first", "status-500"), unable));
        ModelRequest request = new ModelRequest(
                "status-500",
                prompt,
                0.2,
                1_000,
                ModelRequest.Material.NONE,
                Privacy.NONE,
                wishes,
                PatientCredits.PAYER,
                null,
                Enclosed.NOTHING);

        assertThatThrownBy(() -> chosen.provider().answer(request, this::note, cancellation))
                .isInstanceOf(ProviderException.class);

        assertThat(events).isEmpty();
        assertThat(second.count()).isZero();
        failover.among(List.of(choice(ProviderKind.OPENAI, first, "first", "status-500"), unable, other))
                .provider()
                .answer(request, this::note, cancellation);
        assertThat(text()).isEqualTo("the other one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoStandsInTellsWhetherItThinks(boolean thinks) throws Exception {
        ModelChoice other = choice(ProviderKind.OPENAI, second, "second", STANDS_IN);
        ModelProvider.Model model = new ModelProvider.Model(
                STANDS_IN,
                STANDS_IN,
                16_000,
                1_024,
                new ModelProvider.Abilities(true, true, false, true, thinks, ModelProvider.ToolUse.FREE),
                100);

        ask(choice(ProviderKind.OPENAI, first, "first", "status-500"), new ModelChoice(other.provider(), model));

        assertThat(events.getFirst()).isEqualTo(new ModelEvent.From("second", STANDS_IN, thinks));
    }

    @ParameterizedTest
    @EnumSource(ProviderKind.class)
    void eachKindStandsInForEachOther(ProviderKind kind) throws Exception {
        for (ProviderKind other : ProviderKind.values()) {
            ask(choice(kind, first, "first", "error-in-stream-words-0"), choice(other, second, "second", STANDS_IN));
            assertThat(text()).isEqualTo("the other one");

            ask(choice(kind, first, "first-" + other, "stalls-after-0"), choice(other, second, "second", STANDS_IN));
            assertThat(text()).isEqualTo("the other one");
            await().until(() -> first.calls().getLast().callerLeft());
        }
    }

    @Test
    void nobodyListensAtTheFirstOne() throws Exception {
        // Taken, so that nobody else gets it, but not listened on.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ask(
                    choice(ProviderKind.OPENAI, "http://127.0.0.1:" + taken.getLocalPort(), "first", "words-1"),
                    choice(ProviderKind.ANTHROPIC, second, "second", STANDS_IN));
        }

        assertThat(text()).isEqualTo("the other one");
    }

    @ParameterizedTest
    @CsvSource({
        "reset-after-3,   w1 w2 w3",
        "close-after-1,   w1",
        "half-chunk,      w1 w2",
        "error-in-stream, w1 w2",
        "ends-after-3,    w1 w2 w3",
    })
    void nothingIsAskedAgainBehindTheFirstWord(String fault, String text) {
        ProviderException failure = catchThrowableOfType(
                ProviderException.class,
                () -> ask(
                        choice(ProviderKind.OPENAI, first, "first", fault),
                        choice(ProviderKind.OPENAI, second, "second", STANDS_IN)));

        assertThat(failure.kind().isTransient()).isTrue();
        assertThat(text()).isEqualTo(text);
        assertThat(of(ModelEvent.From.class)).isEmpty();
        assertThat(second.count()).isZero();
    }

    @Test
    void whoAnswersInTimeIsNotHurriedLater() throws Exception {
        ask(
                choice(ProviderKind.OPENAI, first, "first", "words-2-every-2500ms"),
                choice(ProviderKind.OPENAI, second, "second", STANDS_IN));

        assertThat(text()).isEqualTo("w1 w2");
        assertThat(of(ModelEvent.From.class)).isEmpty();
        assertThat(second.count()).isZero();
    }

    @Test
    void twoAreAskedAtTheMostAndTheLastOneIsWaitedFor() throws Exception {
        ask(
                choice(ProviderKind.OPENAI, first, "first", "status-500"),
                choice(ProviderKind.OPENAI, second, "second", "first-after-1500ms-words-1"));
        assertThat(text()).isEqualTo("w1");

        ProviderException failure = catchThrowableOfType(
                ProviderException.class,
                () -> ask(
                        choice(ProviderKind.OPENAI, first, "a", "status-500"),
                        choice(ProviderKind.OPENAI, first, "b", "status-503"),
                        choice(ProviderKind.OPENAI, second, "c", "words-1")));

        assertThat(failure).hasMessageContaining("'b'").hasMessageContaining("503");
        assertThat(second.count()).isOne();
    }

    @Test
    void whoWantsToBeLeftAloneIsLeftAlone() throws Exception {
        ModelChoice limited = choice(ProviderKind.ANTHROPIC, first, "first", "status-429-retry-after-600s");
        ModelChoice other = choice(ProviderKind.OPENAI, second, "second", STANDS_IN);

        ask(limited, other);
        ask(limited, other);

        assertThat(text()).isEqualTo("the other one");
        assertThat(events.getFirst()).isInstanceOf(ModelEvent.From.class);
        assertThat(first.count()).isOne();
        ProviderException alone = catchThrowableOfType(ProviderException.class, () -> ask(limited));
        assertThat(alone.kind()).isEqualTo(ProviderException.Kind.OVERLOADED);
        assertThat(alone).hasMessageContaining("'first'");
        assertThat(first.count()).isOne();
    }

    @Test
    void whoFailsOftenIsNotAskedForAWhile() throws Exception {
        ModelChoice broken = choice(ProviderKind.OPENAI, first, "first", "status-500");
        ModelChoice other = choice(ProviderKind.OPENAI, second, "second", STANDS_IN);
        for (int i = 0; i < 8; i++) {
            ask(broken, other);
            assertThat(text()).isEqualTo("the other one");
        }

        assertThat(first.count()).isEqualTo(5);
        // Another model of the same provider is none the worse for it.
        ask(choice(ProviderKind.OPENAI, first, "first", "words-1"), other);
        assertThat(text()).isEqualTo("w1");
    }

    @Test
    void whatIsHeldForOneThatIsNotAskedPaysForTheNext() throws Exception {
        PatientCredits credits = new PatientCredits();
        credits.poor = true;
        Circuits circuits = new Circuits();
        Failover careful = failover(Duration.ofSeconds(30), circuits, credits);
        ModelChoice broken = choice(ProviderKind.OPENAI, first, "first", "status-500");
        for (int i = 0; i < 5; i++) {
            circuits.ask(broken).orElseThrow().late();
        }
        ModelChoice among = careful.among(List.of(broken, choice(ProviderKind.OPENAI, second, "second", STANDS_IN)));
        ModelRequest request = request(among);

        among.provider().answer(request.with(credits.till().hold(broken, request)), this::note, cancellation);

        careful.destroy();
        assertThat(text()).isEqualTo("the other one");
        assertThat(first.count()).isZero();
    }

    @Test
    void othersAreLetThroughWhileTheFirstOneAfterAnOutageStillSpeaks() throws Exception {
        MovedClock clock = new MovedClock();
        Circuits circuits = new Circuits(clock);
        Failover patient = failover(Duration.ofMinutes(5), circuits, CREDITS);
        ModelChoice choice = choice(ProviderKind.OPENAI, first, "first", "words-1000-every-50ms");
        for (int i = 0; i < 5; i++) {
            circuits.ask(choice).orElseThrow().late();
        }
        clock.pass(Duration.ofSeconds(21));
        ModelChoice among = patient.among(List.of(choice));
        FutureTask<Void> answering = new FutureTask<>(() -> {
            among.provider().answer(request(among), this::note, cancellation);
            return null;
        });
        Thread.ofVirtual().start(answering);
        await().until(() -> !of(ModelEvent.Delta.class).isEmpty());

        assertThat(circuits.ask(choice)).isPresent();

        cancellation.cancel();
        answering.get();
        patient.destroy();
    }

    /** One that had begun to answer has read the prompt. */
    @Test
    void whatWasPaidForOneThatWasLeftIsToldToo() throws Exception {
        PatientCredits credits = new PatientCredits();
        Failover hurried = failover(Duration.ofMillis(1500), new Circuits(), credits);
        ModelChoice among = hurried.among(List.of(
                choice(ProviderKind.OPENAI, first, "first", "stalls-after-0"),
                choice(ProviderKind.OPENAI, second, "second", STANDS_IN)));

        among.provider().answer(request(among), events::add, cancellation);

        hurried.destroy();
        assertThat(text()).isEqualTo("the other one");
        assertThat(credits.settled).hasSize(2).allMatch(paid -> paid.promptTokens() > 0);
        assertThat(of(ModelEvent.Charged.class))
                .containsExactlyElementsOf(credits.settled.stream()
                        .map(paid -> new ModelEvent.Charged(paid.promptTokens() + paid.completionTokens()))
                        .toList());
    }

    @Test
    void whatIsWrongWithAQuestionSaysNothingAboutTheProvider() throws Exception {
        ModelChoice refusing = choice(ProviderKind.OPENAI, first, "first", "status-400");
        for (int i = 0; i < 8; i++) {
            ask(refusing, choice(ProviderKind.OPENAI, second, "second", STANDS_IN));
        }

        assertThat(first.count()).isEqualTo(8);
    }

    @Test
    void cancellingEndsTheFirstAndAsksNobodyElse() throws Exception {
        Failover patient = failover(Duration.ofMinutes(5));
        ModelChoice among = patient.among(List.of(
                choice(ProviderKind.OPENAI, first, "first", "stalls-before-first"),
                choice(ProviderKind.OPENAI, second, "second", STANDS_IN)));
        FutureTask<Void> answering = new FutureTask<>(() -> {
            among.provider().answer(request(among), this::note, cancellation);
            return null;
        });
        Thread.ofVirtual().start(answering);
        await().until(() -> first.count() == 1);

        cancellation.cancel();

        answering.get();
        patient.destroy();
        await().until(() -> first.calls().getFirst().callerLeft());
        assertThat(events).isEmpty();
        assertThat(second.count()).isZero();
    }

    @Test
    void whatTheDatabaseCannotStoreIsLeftOut() {
        assertThat(new ModelEvent.Delta("a\0b\0").text()).isEqualTo("ab");
    }

    /** R8: each of them is answered by the next one; here without a load. */
    @Test
    void manyAtOnceAreAnsweredByTheNextOne() throws Exception {
        List<String> faults = List.of("status-429", "status-500", "reset-before-first", "close-before-first");
        List<FutureTask<String>> asking = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ModelChoice broken = choice(ProviderKind.OPENAI, first, "first-" + i, faults.get(i % faults.size()));
            ModelChoice among =
                    failover.among(List.of(broken, choice(ProviderKind.OPENAI, second, "second", STANDS_IN)));
            asking.add(new FutureTask<>(() -> {
                StringBuilder said = new StringBuilder();
                among.provider()
                        .answer(
                                request(among),
                                event -> said.append(event instanceof ModelEvent.Delta delta ? delta.text() : ""),
                                new Cancellation());
                return said.toString();
            }));
        }
        asking.forEach(Thread.ofVirtual()::start);

        for (FutureTask<String> answer : asking) {
            assertThat(answer.get()).isEqualTo("the other one");
        }
    }
}
