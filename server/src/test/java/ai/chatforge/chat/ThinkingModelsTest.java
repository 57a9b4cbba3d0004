package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.chat.ChatSettings.ProviderSettings;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.testkit.provider.ScriptedProvider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Thoughts come out of the same tokens as the answer: there is room for both, as far as credits go. */
class ThinkingModelsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String QUESTION = "What is it?";

    private final PatientCredits credits = new PatientCredits();
    private final List<ModelEvent> events = new ArrayList<>();
    private ScriptedProvider scripted;
    private OutsideHttp http;

    @BeforeEach
    void start() throws IOException {
        scripted = ScriptedProvider.start();
        http = new OutsideHttp();
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        scripted.close();
    }

    private static KnownModel known(String model, int mostOutput, boolean thinks) {
        return new KnownModel(
                ProviderKind.OPENAI,
                model,
                model,
                400_000,
                mostOutput,
                true,
                true,
                true,
                !thinks,
                thinks,
                ModelProvider.ToolUse.FREE,
                150,
                LocalDate.EPOCH);
    }

    private ModelChoice choice(KnownModel known) {
        ModelProvider provider = provider(ProviderKind.OPENAI, List.of(known), known.model(), null);
        return new ModelChoice(provider, provider.models().getFirst());
    }

    private ModelProvider provider(ProviderKind kind, List<KnownModel> known, String model, @Nullable Integer most) {
        return new OutsideProviders(http, JSON, new KnownModels(() -> known))
                .configured(
                        "scripted",
                        new ProviderSettings(
                                kind,
                                scripted.baseUrl().toString(),
                                null,
                                null,
                                List.of(model),
                                null,
                                most,
                                Duration.ofSeconds(60)));
    }

    private String ask(ModelChoice choice) throws ProviderException {
        return ask(choice, new Cancellation());
    }

    private String ask(ModelChoice choice, Cancellation cancellation) throws ProviderException {
        ModelRequest request = new ModelRequest(
                        choice.model().id(),
                        List.of(new PromptMessage(Role.USER, QUESTION)),
                        0.2,
                        choice.model().maxOutputTokens(),
                        ModelRequest.Material.NONE,
                        Privacy.NONE)
                .paidBy(PatientCredits.PAYER);
        credits.till().answer(choice, request, events::add, cancellation);
        return events.stream()
                .map(event -> event instanceof ModelEvent.Delta delta ? delta.text() : "")
                .collect(Collectors.joining());
    }

    private JsonNode sent() {
        return JSON.readTree(scripted.calls().getLast().body());
    }

    @ParameterizedTest
    @CsvSource({"128000, true, 25000", "8000, true, 8000", "128000, false, 4096", "1000, false, 1000"})
    void anAnswersLimitHasRoomForThoughts(int catalogue, boolean thinks, int most) {
        assertThat(choice(known("words-3", catalogue, thinks)).model().maxOutputTokens())
                .isEqualTo(most);
    }

    @Test
    void whatTheOperatorSaysGoesBefore() {
        KnownModel known = known("words-3", 128_000, true);

        assertThat(provider(ProviderKind.OPENAI, List.of(known), "words-3", 900)
                        .models()
                        .getFirst()
                        .maxOutputTokens())
                .isEqualTo(900);
    }

    @Test
    void theAnswerIsWholeBehindLongThoughts() throws Exception {
        assertThat(ask(choice(known("thinks-6000-words-5", 128_000, true)))).isEqualTo("w1 w2 w3 w4 w5");
        assertThat(events).contains(new ModelEvent.Finished(ModelEvent.Reason.STOP));
        assertThat(credits.settled.getLast().completionTokens()).isEqualTo(6_005);
    }

    @Test
    void thoughtsAndAnswerAreNoMoreThanWasReserved() throws Exception {
        credits.most = 6_002;

        assertThat(ask(choice(known("thinks-6000-words-5", 128_000, true)))).isEqualTo("w1 w2");
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(6_002);
        assertThat(credits.settled.getLast().completionTokens()).isEqualTo(6_002);
        assertThat(events).contains(new ModelEvent.Finished(ModelEvent.Reason.LENGTH));
    }

    /** What began to answer has read the prompt; how much it thought is not known. */
    @Test
    void whoStopsItWhileItThinksPaysThePrompt() throws Exception {
        ModelChoice thinking = choice(known("stalls-after-0", 128_000, true));
        Cancellation stop = new Cancellation();

        ask(new ModelChoice(new StoppedAtTheBeginning(thinking.provider(), stop), thinking.model()), stop);

        Credits.Settle paid = credits.settled.getLast();
        assertThat(paid.end()).isEqualTo(Credits.End.STOPPED);
        assertThat(paid.promptTokens()).isEqualTo(new Tokens().count(QUESTION));
        assertThat(paid.completionTokens()).isZero();
        assertThat(paid.reported()).isFalse();
    }

    @Test
    void whatBreaksOffWhileItThinksCostsNothing() {
        assertThatThrownBy(() -> ask(choice(known("reset-after-0", 128_000, true))))
                .isInstanceOf(ProviderException.class);

        assertThat(credits.settled.getLast().promptTokens()).isZero();
    }

    /** Somebody presses the button as soon as the provider sends anything. */
    private record StoppedAtTheBeginning(ModelProvider provider, Cancellation stop) implements ModelProvider {
        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public List<Model> models() {
            return provider.models();
        }

        @Override
        public void answer(ModelRequest request, Sink sink, Cancellation cancellation) throws ProviderException {
            provider.answer(
                    request,
                    new Sink() {
                        @Override
                        public void event(ModelEvent event) {
                            sink.event(event);
                        }

                        @Override
                        public void begun() {
                            sink.begun();
                            stop.cancel();
                        }
                    },
                    cancellation);
        }
    }

    @Test
    void lessThanThoughtsNeedIsNotBegun() throws Exception {
        ask(choice(known("words-1", 128_000, true)));
        ask(choice(known("words-1", 128_000, false)));

        assertThat(credits.reserved)
                .extracting(Credits.Reserve::leastOutputTokens)
                .containsExactly(ModelProvider.THOUGHTS + 64L, 64L);
    }

    @Test
    void reservedIsForAPromptAsTheModelCountsIt() throws Exception {
        ask(choice(known("words-1", 128_000, false)));

        assertThat(new Tokens().count(QUESTION)).isEqualTo(4);
        assertThat(credits.reserved.getLast().mostPromptTokens()).isEqualTo(6);
    }

    @Test
    void whatIsAskedBesidesHasRoomForThoughtsToo() {
        ModelChoice choice = choice(known("thinks-900-says-price+in+winter", 128_000, true));
        ChatSettings settings = new ChatSettings(
                Map.of(),
                null,
                8,
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                30,
                300,
                new ChatSettings.RewritingSettings(true, Duration.ofSeconds(30)),
                new ChatSettings.FallbackSettings(List.of(), Duration.ofSeconds(2)),
                new ChatSettings.LimitSettings(0, 0, 0, 0, 0, 0, 0, 0));

        String query = new QueryRewriting(settings, new Tokens(), new SimpleMeterRegistry())
                .ask(
                        choice,
                        List.of(Message.said(Message.Author.USER, "What is the price?")),
                        "And in winter?",
                        PatientCredits.PAYER,
                        new Cancellation())
                .text();

        assertThat(query).isEqualTo("price in winter");
    }

    @ParameterizedTest
    @CsvSource({"OPENAI, 100", "ANTHROPIC, 170", "GEMINI, 125"})
    void whatNobodyKnowsIsCountedAsTheVendorsNewest(ProviderKind kind, int margin) {
        assertThat(provider(kind, List.of(), "of-tomorrow", null)
                        .models()
                        .getFirst()
                        .margin())
                .isEqualTo(margin);
    }
}
