package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.ModelRequest.ToolCall;
import ai.chatforge.platform.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompt and longest answer are never more than the window, up to its very edge. */
class WindowTest {
    private static final String[] WORDS = {
        "winter", "价格", "Zimmer", "🙂🙃", "{\"a\": 1}", "supercalifragilistic", "\n\n", "٣٤", "e", "naïve", "0000000"
    };

    private final Tokens tokens = new Tokens();
    private final Window window = new Window(tokens);
    private final Prompts prompts = new Prompts(window);

    private static ModelProvider.Model model(int context, int output, int margin) {
        return new ModelProvider.Model("m", "m", context, output, ModelProvider.Abilities.UNKNOWN, margin);
    }

    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder("x");
        for (int i = 0; i < words; i++) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private List<Message> history(Random random, int count) {
        List<Message> history = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            history.add(Message.said(
                    i % 2 == 0 ? Message.Author.USER : Message.Author.ASSISTANT, text(random, random.nextInt(200))));
        }
        return history;
    }

    /** As OpenAI counts: three tokens around each message, and three before the answer. */
    private int counted(List<PromptMessage> prompt) {
        return prompt.stream()
                        .mapToInt(message -> tokens.count(message.content()) + 3)
                        .sum()
                + 3;
    }

    @ParameterizedTest
    @CsvSource({
        "4096, 1024, 100",
        "8192, 4096, 100",
        "16385, 4096, 100",
        "4096, 1024, 125",
        "2000, 1000, 125",
        "4096, 1024, 170",
        "200000, 25000, 170"
    })
    void promptAndAnswerAreNeverMoreThanTheWindow(int context, int output, int margin) {
        Random random = new Random(context + margin);
        ModelProvider.Model model = model(context, output, margin);
        for (int round = 0; round < 40; round++) {
            List<Message> history = history(random, random.nextInt(60));
            String question = text(random, random.nextInt(100));

            List<PromptMessage> prompt = prompts.write(null, Knowledge.Found.NOTHING, history, question, model);

            assertThat(counted(prompt) * (long) margin).isLessThanOrEqualTo((context - output) * 100L);
            assertThat(prompt.getFirst().role()).isEqualTo(Role.SYSTEM);
            assertThat(prompt.getLast()).isEqualTo(new PromptMessage(Role.USER, question));
            int kept = prompt.size() - 2;
            int there =
                    (int) history.stream().filter(m -> !m.content().isBlank()).count();
            if (kept < there) {
                // Not one that had fitted was left out.
                String next = history.stream()
                        .filter(m -> !m.content().isBlank())
                        .toList()
                        .get(there - kept - 1)
                        .content();
                assertThat((counted(prompt) + tokens.count(next) + prompt.size() + 6) * (long) margin)
                        .isGreaterThan((context - output) * 100L);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_200, 2_048, 4_096, 128_000})
    void atTheEdgeOneTokenDecides(int context) {
        ModelProvider.Model model = model(context, 1_000, 100);
        String question = "Why?";
        List<PromptMessage> bare = prompts.write(null, Knowledge.Found.NOTHING, List.of(), question, model);
        int used = bare.stream().mapToInt(m -> window.tokens(m.content())).sum();
        int left = Window.room(model, 1_000) - used;
        // Each " a" is a token.
        String fits = " a".repeat(left - 4);
        assertThat(tokens.count(fits)).isEqualTo(left - 4);

        assertThat(prompts.write(
                        null,
                        Knowledge.Found.NOTHING,
                        List.of(Message.said(Message.Author.USER, fits)),
                        question,
                        model))
                .hasSize(3);
        assertThat(prompts.write(
                        null,
                        Knowledge.Found.NOTHING,
                        List.of(Message.said(Message.Author.USER, fits + " a")),
                        question,
                        model))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"2000, 1000, 100", "4096, 1024, 125", "16385, 4096, 100", "4096, 1024, 170"})
    void aSummaryIsPartOfTheWindow(int context, int output, int margin) {
        Random random = new Random(context);
        ModelProvider.Model model = model(context, output, margin);
        for (int round = 0; round < 40; round++) {
            String question = text(random, random.nextInt(100));
            String summary = prompts.summaryThatFits(null, text(random, random.nextInt(400)), question, model);
            List<PromptMessage> prompt = prompts.write(
                    null, Knowledge.Found.NOTHING, history(random, random.nextInt(60)), question, model, summary);

            assertThat(counted(prompt) * (long) margin).isLessThanOrEqualTo((context - output) * 100L);
            assertThat(prompt.getFirst().content()).contains(summary);
            assertThat(prompt.getLast().content()).isEqualTo(question);
        }
    }

    @Test
    void whereTheQuestionNeedsTheRoomThereIsNoSummary() {
        ModelProvider.Model model = model(2_000, 1_000, 100);

        assertThat(prompts.summaryThatFits(null, "They spoke of lamps.", "Why?", model))
                .isEqualTo("They spoke of lamps.");
        assertThat(prompts.summaryThatFits(null, "They spoke of lamps.", " a".repeat(950), model))
                .isEmpty();
        assertThat(prompts.summaryThatFits(null, " a".repeat(600), "Why?", model))
                .isEmpty();
    }

    @Test
    void anAnswerLeavesRoomForTheQuestion() {
        assertThat(Window.longestAnswer(4_000, 1_024)).isEqualTo(1_024);
        assertThat(Window.longestAnswer(4_000, 3_999)).isEqualTo(3_500);
        assertThat(Window.longestAnswer(1_000, 1_000)).isEqualTo(500);
    }

    @Test
    void aQuestionThatDoesNotFitIsRefused() {
        ModelProvider.Model model = model(2_000, 1_000, 100);

        assertThatThrownBy(() -> prompts.fitting(null, Knowledge.Found.NOTHING, " a".repeat(1_000), model))
                .isInstanceOf(ApiException.class);
        assertThat(prompts.fitting(null, Knowledge.Found.NOTHING, " a".repeat(900), model))
                .isEqualTo(Knowledge.Found.NOTHING);
    }

    @Test
    void whatAToolSaidGoesWithItsCall() {
        List<PromptMessage> prompt = List.of(
                new PromptMessage(Role.SYSTEM, "Be short."),
                new PromptMessage(Role.USER, " a".repeat(300)),
                new PromptMessage(Role.ASSISTANT, "", List.of(new ToolCall("1", "find", " a".repeat(300))), null),
                new PromptMessage(Role.TOOL, "found", List.of(), "1"),
                new PromptMessage(Role.USER, "And now?"));

        assertThat(window.latest(prompt, 200))
                .containsExactly(new PromptMessage(Role.SYSTEM, "Be short."), new PromptMessage(Role.USER, "And now?"));
    }
}
