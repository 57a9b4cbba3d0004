package ai.chatforge.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacyGuardTest {
    private static final String SECRET = "The vault behind the old bakery opens only when both wardens turn their keys"
            + " clockwise at the very same moment before sunrise.";

    private static PrivacyGuard guard(List<String> names, List<String> permitted, List<String> earlier) {
        return new PrivacyGuard(PrivateText.of(List.of(SECRET), names, permitted), earlier, () -> "[private]");
    }

    private static String said(String answer, String... permitted) {
        return guard(List.of(), List.of(permitted), List.of()).whole(answer);
    }

    @Test
    void sevenWordsMayBeTheSameEightMayNot() {
        assertThat(said("I think that both wardens turn their keys clockwise at noon."))
                .isEqualTo("I think that both wardens turn their keys clockwise at noon.");
        assertThat(said("I think that both wardens turn their keys clockwise at the gate."))
                .isEqualTo("I think that [private] gate.");
    }

    @Test
    void aRunIsFoundWhereItsBeginningStandsElsewhereToo() {
        String other =
                "Everybody knows that both wardens turn their keyrings and whistle while they wait for the baker.";
        PrivacyGuard guard = new PrivacyGuard(
                PrivateText.of(List.of(other, SECRET, other), List.of(), List.of()), List.of(), () -> "[…]");

        assertThat(guard.whole("Look: both wardens turn their keys clockwise at the gate."))
                .isEqualTo("Look: […] gate.");
    }

    @Test
    void wordsMayBeLongAndCutElsewhere() {
        String long8 =
                "Donaudampfschifffahrtsgesellschaft bewilligt Kapitänswitwenrentenzusatzversicherung ausnahmsweise"
                        + " auch Schiffsjungenmütterhinterbliebenen ohne Altersnachweisbescheinigung";
        List<String> passages = List.of("Die " + long8 + ".");
        for (String said : List.of(long8, long8.replace(" ", ""), long8.replaceAll("(.{7})", "$1 "))) {
            PrivacyGuard guard =
                    new PrivacyGuard(PrivateText.of(passages, List.of(), List.of()), List.of(), () -> "[…]");

            assertThat(guard.whole("Die " + said)).contains("[…]").doesNotContainIgnoringCase("bescheinigung");
        }
    }

    @Test
    void aRunIsFoundWhereAnotherPassageWritesItsWordsApart() {
        String together = "Laut der Datenschutzgrundverordnung löschen wir Protokolle sofort endgültig";
        String apart = "Gemäß Datenschutz-Grundverordnung löschen wir Protokolle sofort endgültig";
        for (List<String> passages : List.of(List.of(together, apart), List.of(apart, together))) {
            PrivacyGuard guard =
                    new PrivacyGuard(PrivateText.of(passages, List.of(), List.of()), List.of(), () -> "[…]");

            assertThat(guard.whole(together + ".")).contains("[…]");
        }
    }

    @Test
    void aRunIsFoundBehindAWordOfHundredsOfLetters() {
        String key = new Random(7)
                .ints(400, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        String passage = "The key is " + key + " and lasts two years";
        PrivacyGuard guard =
                new PrivacyGuard(PrivateText.of(List.of(passage), List.of(), List.of()), List.of(), () -> "[…]");

        assertThat(guard.whole(passage + ".")).contains("[…]");
    }

    @Test
    void theAnswerGoesOnBehindWhatWasStoppedAndEndsWithTheThirdTime() {
        String leak = "both wardens turn their keys clockwise at the very same moment";
        PrivacyGuard guard = guard(List.of(), List.of(), List.of());

        String text = guard.whole("One: " + leak + ". Two: " + leak + ". Three: " + leak + ". Never seen.");

        assertThat(text).isEqualTo("One: [private]. Two: [private]. Three: [private]");
        assertThat(guard.hits()).isEqualTo(3);
        assertThat(guard.isOver()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Pieces.class)
    void otherTextPassesUnchangedInPiecesOfAnySize(Pieces pieces) {
        String text = "Hello 👩‍👩‍👧! The bakery opens at six; „Grüße“ — see `a[1] = b % c & d` or <b>bold</b> [x](y)"
                + " 100%.\n"
                + "| 1 | 2 |";
        PrivacyGuard guard = guard(List.of("The old vault"), List.of(), List.of());
        StringBuilder out = new StringBuilder();

        pieces.of(text, new Random(1)).forEach(piece -> out.append(guard.take(piece)));

        assertThat(out.append(guard.end())).hasToString(text);
        assertThat(guard.hits()).isZero();
    }

    @Test
    void whatIsCitableOrWasWrittenByTheUserMayBeSaid() {
        String quote = "Yes: both wardens turn their keys clockwise at the very same moment.";

        assertThat(said(quote)).contains("[private]");
        assertThat(said(quote, "We saw that both wardens turn their keys clockwise at the very same moment. Nice."))
                .isEqualTo(quote);
        assertThat(said(
                        quote + " It is before sunrise, only when both",
                        "both wardens turn their keys clockwise at the very same moment"))
                .contains(quote);
    }

    @Test
    void numbersThatDifferFromTheCitableOnesAreNoQuoteOfThose() {
        PrivateText text = PrivateText.of(
                List.of("The price for partners is 45 euros per month and member."),
                List.of(),
                List.of("The price for partners is 60 euros per month and member."));

        assertThat(new PrivacyGuard(text, List.of(), () -> "[private]")
                        .whole("The price for partners is 60 euros per month and member."))
                .isEqualTo("The price for partners is 60 euros per month and member.");
        assertThat(new PrivacyGuard(text, List.of(), () -> "[private]")
                        .whole("The price for partners is 45 euros per month and member."))
                .doesNotContain("45");
    }

    @Test
    void seriesOfNumbersAreNobodysSecret() {
        PrivateText text = PrivateText.of(List.of("10 20 30 40 50 60 70 80 90 100 110 120"), List.of(), List.of());

        assertThat(new PrivacyGuard(text, List.of(), () -> "[private]")
                        .whole("Count: 10, 20, 30, 40, 50, 60, 70, 80, 90, 100."))
                .isEqualTo("Count: 10, 20, 30, 40, 50, 60, 70, 80, 90, 100.");
    }

    @Test
    void aRunIsSeenOverSeveralAnswersOfTheConversation() {
        String[] words = SECRET.split(" ");
        List<String> answers = new ArrayList<>();
        for (int from = 0; from + 4 <= words.length; from += 4) {
            String fragment = String.join(" ", List.of(words).subList(from, from + 4));
            answers.add(
                    guard(List.of(), List.of(), answers).whole("Sure, here is some more for you: " + fragment + "."));
        }

        assertThat(answers.getFirst()).contains("The vault behind the");
        assertThat(answers.get(1)).contains("[private]");
        assertThat(guard(List.of(), List.of(), List.of("It says: The vault behind the old bakery opens"))
                        .whole("only when both"))
                .contains("[private]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Project Bluebird budget",
                "PROJECT  BLUEBIRD BUDGET",
                "project-bluebird-budget.pdf",
                "p r o j e c t b l u e b i r d b u d g e t",
                "tegdub dribeulb tcejorp",
                "UHJvamVjdCBCbHVlYmlyZCBidWRnZXQ=",
                "https://wiki.example.org/finance/hidden?page=7",
                "0199F3C2 7D41 7B5A 9C1E 4F2A8B6D0E13"
            })
    void namesAreWithheldHoweverTheyAreWritten(String name) {
        List<String> names = List.of(
                "Project Bluebird budget",
                "project-bluebird-budget.pdf",
                "https://wiki.example.org/finance/hidden?page=7",
                "0199f3c2-7d41-7b5a-9c1e-4f2a8b6d0e13");

        String text = guard(names, List.of(), List.of()).whole("See " + name + " for that.");

        assertThat(text).contains("[private]").endsWith("for that.");
        assertThat(guard(names, List.of("my " + name), List.of()).whole("See the budget of the bluebird project."))
                .contains("bluebird");
    }

    @Test
    void aVeryLongNameIsWithheldFromItsBeginningOn() {
        String address = "wiki.example.org/" + "payroll-of-the-board/".repeat(20) + "page";

        assertThat(guard(List.of("https://" + address), List.of(), List.of()).whole("See " + address + " for that."))
                .isEqualTo("See [private] for that.");
    }

    @Test
    void namesThatBeginAlikeAreToldApart() {
        List<String> names = IntStream.range(10, 90)
                .mapToObj(i -> "Installation guide of model " + i)
                .toList();
        PrivacyGuard guard = guard(names, List.of("What does the installation guide of model 17 say?"), List.of());

        assertThat(guard.take("See Installation guide of")).isEqualTo("See ");
        assertThat(guard.take(" model 17, ") + guard.take("not installation guide of model 71 or of model 5000000."))
                .isEqualTo("Installation guide of model 17, not ");
        assertThat(guard.end()).isEqualTo("[private] or of model 5000000.");
    }

    @Test
    void aTitleThatIsAnOrdinaryWordDoesNoHarm() {
        assertThat(guard(List.of("Keys", "Moment"), List.of(), List.of()).whole("Turn the keys at this moment."))
                .isEqualTo("Turn the keys at this moment.");
    }

    @Test
    void hiddenCharactersAreLeftOut() {
        assertThat(said("Hi\uDB40\uDC53\uDB40\uDC45 there")).isEqualTo("Hi there");
    }
}
