package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.guard.LeakInspector;
import ai.chatforge.chat.guard.PrivacyGuard;
import ai.chatforge.chat.guard.SecretTexts;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each of the three walls around learn-only sources alone; the two others are not there. */
class LearnOnlyWallsTest {
    private static final UUID OPEN = UUID.randomUUID();
    private static final UUID CLOSED = UUID.randomUUID();
    private static final String TITLE = "Partner rebates 2026 (confidential)";
    private static final String SECRET = SecretTexts.PASSAGES.getFirst();
    private static final LeakInspector INSPECTOR =
            new LeakInspector(List.of(SECRET), List.of(TITLE, CLOSED.toString(), "rebates.pdf"));
    private static final BotProfile BOT = TestBot.any();

    private static FoundPassage passage(UUID source, @Nullable String section, String text) {
        return new FoundPassage(UUID.randomUUID(), source, 0, 1, null, section, 0, text.length(), text, 1);
    }

    private static Knowledge.Found found() {
        List<FoundPassage> passages = List.of(
                passage(CLOSED, "Hidden chapter of rebates", SECRET),
                passage(OPEN, "Hours", SecretTexts.CITABLE.getFirst()));
        return Knowledge.sorted(
                passages,
                // More than the service tells.
                List.of(
                        new SourceInfo(OPEN, "Opening hours", null, null, "text/plain", true),
                        new SourceInfo(CLOSED, TITLE, "rebates.pdf", "https://a.example/x", "application/pdf", false)),
                List.of());
    }

    @Test
    void whatIsFoundHasNothingOfAPrivateSourceButItsText() {
        Knowledge.Found found = found();

        assertThat(found.background()).containsExactly(SECRET);
        assertThat(found.passages()).extracting(FoundPassage::sourceId).containsExactly(OPEN);
        assertThat(found.sources()).containsOnlyKeys(OPEN);
        assertThat(found.toString())
                .doesNotContain(TITLE, CLOSED.toString(), "rebates.pdf", "a.example", "Hidden chapter");
    }

    @Test
    void pagesOfAPrivateSiteThatItsTextNamesAreNamesToo() {
        String text = "Rebates stand at https://intranet.test/rebates/2026.html. So does www.intranet.test/list, and"
                + " more at other.test/page or intranet.test.example/page.";
        Knowledge.Found found = Knowledge.sorted(
                List.of(passage(CLOSED, null, text)),
                List.of(SourceInfo.unspoken(CLOSED)),
                List.of("https://www.intranet.test/start", TITLE));

        assertThat(found.names())
                .containsExactly(
                        "https://www.intranet.test/start",
                        TITLE,
                        "intranet.test/rebates/2026.html",
                        "www.intranet.test/list");
        PrivacyGuard guard = Privacy.of(BOT, found, List.of(), "Where?").guard();
        assertThat(guard.whole("It is at https://intranet.test/rebates/2026.html, dear customer."))
                .doesNotContain("rebates")
                .contains("[not public]");
    }

    @Test
    void aModelThatObeysThePromptHasNothingPrivateToQuoteOrToCite() {
        String prompt = prompt(found());
        int begin = prompt.indexOf("PRIVATE BACKGROUND");

        assertThat(begin).isPositive();
        assertThat(INSPECTOR.leaks(prompt.substring(0, begin))).isEmpty();
        String left = prompt.replaceAll("(?s)<private>.*?</private>", "");
        assertThat(INSPECTOR.leaks(left)).isEmpty();
        assertThat(Pattern.compile("(?m)^\\[\\d+]").matcher(prompt).results().count())
                .isEqualTo(1);
        assertThat(prompt).doesNotContain("Hidden chapter").contains("Never quote it");
    }

    private static String prompt(Knowledge.Found found) {
        return new Prompts(new Window(new Tokens()))
                .write(BOT, found, List.of(), "When?", new ModelProvider.Model("m", "m", 16_000, 1_000)).stream()
                        .map(ModelRequest.PromptMessage::content)
                        .collect(Collectors.joining("\n"));
    }

    @Test
    void whatTheUserBroughtInAFileMayBeSaid() {
        PrivacyGuard guard = Privacy.of(BOT, found(), List.of(), "When?", List.of("As agreed: " + SECRET))
                .guard();

        assertThat(guard.whole("You wrote: " + SECRET)).isEqualTo("You wrote: " + SECRET);
        assertThat(guard.hits()).isZero();
    }

    @Test
    void whoSendsAllTheNamesThereCouldBeIsToldNone() {
        List<String> names = List.of(TITLE, CLOSED.toString(), "rebates.pdf", "https://a.example/x/rebates");
        Knowledge.Found told =
                new Knowledge.Found(found().passages(), found().sources(), found().addresses(), List.of(SECRET), names);
        String list = "Gifts 2025; " + String.join("; ", names) + "; Harbour fees 2026";
        String said = "It is one of these: " + String.join(", ", names) + ".";

        PrivacyGuard attached =
                Privacy.of(BOT, told, List.of(), "Which?", List.of(list)).guard();
        assertThat(INSPECTOR.leaks(attached.whole(said))).isEmpty();
        assertThat(attached.hits()).isPositive();

        // What the question itself says is known to who asks it.
        PrivacyGuard typed = Privacy.of(BOT, told, List.of(), "Which? " + list).guard();
        assertThat(typed.whole(said)).isEqualTo(said);
    }

    @Test
    void theGuardAloneStopsAModelThatWasToldEverything() {
        Knowledge.Found told = new Knowledge.Found(
                found().passages(),
                found().sources(),
                found().addresses(),
                found().background(),
                List.of(TITLE, CLOSED.toString(), "rebates.pdf"));
        PrivacyGuard guard = Privacy.of(BOT, told, List.of(), "When?").guard();

        String said =
                guard.whole("[1] " + TITLE + " (rebates.pdf, " + CLOSED + ")\n" + SECRET + " ".repeat(40) + "Bye.");

        assertThat(INSPECTOR.leaks(said)).isEmpty();
        assertThat(guard.hits()).isPositive();
    }

    @Test
    void markersThatPointAtTheBackgroundAreDropped() {
        Markers withOne = new Markers(1, true);
        Markers withNone = new Markers(0, true);

        assertThat(withOne.take("Open [1], rebate [2].") + withOne.end()).isEqualTo("Open [1], rebate.");
        assertThat(withNone.take("Rebate [1].") + withNone.end()).isEqualTo("Rebate.");
    }
}
