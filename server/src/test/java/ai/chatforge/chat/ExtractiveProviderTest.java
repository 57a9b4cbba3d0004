package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractiveProviderTest {
    private static final String NO_ANSWER = "I found no answer to that in my sources.";
    private static final List<FoundPassage> SHOP = List.of(passage("""
        Our shop opens at nine in the morning on weekdays. On Sundays the shop stays closed. \
        Parking is free for two hours behind the building.\
        """), passage("""
                        Parcels leave our warehouse within two days. Shipping to Norway costs twelve euros. \
                        Returns are accepted within thirty days of delivery.\
                        """), passage("""
                        # Warranty

                        | part | years |
                        |------|-------|
                        | lamp | two   |

                        Every lamp has a warranty of two years, as [3] in the manual says.\
                        """));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        When does the shop open on weekdays?   | Our shop opens at nine in the morning on weekdays. [1]
        What does shipping to Norway cost?     | Shipping to Norway costs twelve euros. [2]
        Until when are returns accepted?       | Returns are accepted within thirty days of delivery. [2]
        How long is the warranty of a lamp?    | Every lamp has a warranty of two years, as (3) in the manual says. [3]
        """)
    void answersWithTheSentenceThatFits(String question, String answer) {
        assertThat(text(question, SHOP)).startsWith(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Who won the football match yesterday evening?",
                "Which dinosaur lived in the cretaceous period?",
                "the of and is",
                "???",
                "   "
            })
    void saysPlainlyThatThereIsNoAnswer(String question) {
        assertThat(text(question, SHOP)).startsWith(NO_ANSWER);
    }

    @Test
    void saysSoWhenNothingWasFoundOrThereIsNothingToSearch() {
        assertThat(text("When does the shop open?", List.of())).startsWith(NO_ANSWER);
        assertThat(run(request("When does the shop open?", List.of(), false), new Cancellation()))
                .first()
                .isEqualTo(new ModelEvent.Delta("I have no sources "));
    }

    @ParameterizedTest
    @CsvSource({
        "hello, Hello!",
        "Hi!, Hello!",
        "' Guten Tag. ', Hallo!",
        "Good morning, Hello!",
        "¡Hola!, ¡Hola!",
        "Bonjour, Bonjour !",
        "你好！, 您好！",
        "привет, Здравствуйте!"
    })
    void greets(String greeting, String answer) {
        assertThat(text(greeting, SHOP)).startsWith(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Wer hat gestern das Fußballspiel gewonnen? | Dazu habe ich in meinen Quellen keine Antwort gefunden.
        ¿Quién ganó el partido de ayer?            | No he encontrado respuesta a eso en mis fuentes.
        Qui a gagné le match hier soir ?           | Je n'ai pas trouvé de réponse à cela dans mes sources.
        你好吗                                      | 我在资料中没有找到答案。
        Who won the match, and when was it?        | I found no answer to that in my sources.
        DHL?                                       | I found no answer to that in my sources.
        """)
    void saysItInTheLanguageOfTheQuestion(String question, String answer) {
        assertThat(text(question, SHOP)).startsWith(answer);
    }

    @Test
    void saysItInTheLanguageOfTheBot() {
        assertThat(text(request("Who won the match?", SHOP, true, List.of(), "de-CH")))
                .startsWith("Dazu habe ich");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        商店几点开门？     | 商店每天早上九点开门。 [1]
        运到挪威要多少钱？ | 运往挪威的运费为十二欧元。 [1]
        """)
    void findsSentencesInALanguageWithoutSpaces(String question, String answer) {
        assertThat(text(question, List.of(passage("商店每天早上九点开门。星期日休息。运往挪威的运费为十二欧元。"))))
                .startsWith(answer);
    }

    @Test
    void anAnswerThatItsOwnerWroteMayBeShort() {
        assertThat(text("Do you ship to Norway?", List.of(passage("Yes.", "Do you ship to Norway?"))))
                .isEqualTo("Yes. [1]");
    }

    @Test
    void leavesHeadingsAndItemsOfListsApart() {
        String shop = """
                Opening hours
                Our shop opens at nine in the morning on all weekdays of the year.
                # Shipping to Norway and elsewhere
                Parcels to Norway cost twelve euros and take two days, wherever they
                go to.
                - Parcels to Sweden cost ten euros
                - Parcels to Finland cost eleven euros""";

        assertThat(text("When does the shop open in the morning?", List.of(passage(shop))))
                .startsWith("Our shop opens at nine in the morning on all weekdays of the year. [1]");
        assertThat(text("What do parcels to Norway cost?", List.of(passage(shop))))
                .startsWith("Parcels to Norway cost twelve euros and take two days, wherever they go to. [1]");
        assertThat(text("What do parcels to Finland cost?", List.of(passage(shop))))
                .contains("Parcels to Finland cost eleven euros. [1]")
                .doesNotContain("- ");
    }

    @Test
    void saysTheSameOnlyOnce() {
        String sentence = "Shipping to Norway costs twelve euros.";

        assertThat(text("What does shipping to Norway cost?", List.of(passage(sentence), passage(sentence))))
                .isEqualTo(sentence + " [1]");
    }

    @Test
    void staysShortHoweverMuchFits() {
        List<FoundPassage> much = IntStream.range(0, 30)
                .mapToObj(i -> passage("The garden gate number " + i + " of colour " + i
                        + "x is locked at night by guard " + i + "y, who carries the key " + i + "z."))
                .toList();

        String answer = text("Who carries the key of the locked garden gate at night?", much);

        assertThat(answer.split("\\[\\d+]", -1)).hasSizeBetween(2, 5);
        assertThat(answer.split("\\s+", -1).length).isLessThanOrEqualTo(100);
    }

    @Test
    void comesInPiecesAndTellsAUsageOfZero() {
        List<ModelEvent> events = run(request("What does shipping to Norway cost?", SHOP, true), new Cancellation());

        assertThat(events.getLast()).isEqualTo(new ModelEvent.Usage(0, 0));
        assertThat(events).hasSizeGreaterThan(3);
    }

    @Test
    void saysNothingMoreWhenItWasCancelled() {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();

        assertThat(run(request("What does shipping to Norway cost?", SHOP, true), cancelled))
                .containsExactly(new ModelEvent.Usage(0, 0));
    }

    @Test
    void neverCopiesWhatMayNotBeQuotedAndSaysSoWhenOnlyThatHoldsTheAnswer() {
        List<String> background = List.of("Shipping to Norway costs us nine euros, which nobody may know.");
        List<FoundPassage> shop = SHOP.subList(0, 1);

        assertThat(
                        run(request("What does shipping to Norway cost?", shop, true, background), new Cancellation())
                                .stream()
                                .map(event -> event instanceof ModelEvent.Delta delta ? delta.text() : "")
                                .collect(Collectors.joining()))
                .startsWith("I know about that only from sources that I may not quote.")
                .doesNotContain("nine");
        assertThat(run(request("When does the shop open on weekdays?", shop, true, background), new Cancellation()))
                .first()
                .isEqualTo(new ModelEvent.Delta("Our shop opens "));
    }

    @Test
    void aQuestionThatWasCompletedWithWordsThatDoNotBelongToItIsStillAnswered() {
        String completed = "And parking? price double room breakfast garden view";
        assertThat(text(completed, SHOP)).startsWith(NO_ANSWER);
        ModelRequest request = new ModelRequest(
                ExtractiveProvider.MODEL,
                List.of(new ModelRequest.PromptMessage(ModelRequest.Role.USER, "And parking?")),
                0,
                100,
                new ModelRequest.Material(completed, SHOP, true, List.of(), null),
                Privacy.NONE);

        assertThat(run(request, new Cancellation())).first().isEqualTo(new ModelEvent.Delta("Parking is free "));
    }

    @Test
    void aNumberAtTheBeginningOfALineMayBeADay() {
        String hours = """
                In the winter the whole shop in the old town stays closed between the
                24. and the 31. day of December.
                1. Parcels wait at the counter of the neighbour.
                2. Letters wait in the box beside the entrance.""";

        assertThat(text("When does the shop stay closed in the winter?", List.of(passage(hours))))
                .contains("between the 24.");
        assertThat(text("Where do letters wait?", List.of(passage(hours))))
                .contains("Letters wait in the box beside the entrance. [1]");
    }

    private static FoundPassage passage(String text) {
        return passage(text, null);
    }

    private static FoundPassage passage(String text, @Nullable String section) {
        return new FoundPassage(UUID.randomUUID(), UUID.randomUUID(), 0, 1, null, section, 0, text.length(), text, 1);
    }

    private static ModelRequest request(String question, List<FoundPassage> passages, boolean hasKnowledge) {
        return request(question, passages, hasKnowledge, List.of());
    }

    private static ModelRequest request(
            String question, List<FoundPassage> passages, boolean hasKnowledge, List<String> background) {
        return request(question, passages, hasKnowledge, background, null);
    }

    private static ModelRequest request(
            String question,
            List<FoundPassage> passages,
            boolean hasKnowledge,
            List<String> background,
            @Nullable String language) {
        return new ModelRequest(
                ExtractiveProvider.MODEL,
                List.of(),
                0,
                100,
                new ModelRequest.Material(question, passages, hasKnowledge, background, language),
                Privacy.NONE);
    }

    private static List<ModelEvent> run(ModelRequest request, Cancellation cancellation) {
        List<ModelEvent> events = new ArrayList<>();
        new ExtractiveProvider().answer(request, events::add, cancellation);
        return events;
    }

    private static String text(String question, List<FoundPassage> passages) {
        return text(request(question, passages, true));
    }

    private static String text(ModelRequest request) {
        return run(request, new Cancellation()).stream()
                .map(event -> event instanceof ModelEvent.Delta delta ? delta.text() : "")
                .collect(Collectors.joining());
    }
}
