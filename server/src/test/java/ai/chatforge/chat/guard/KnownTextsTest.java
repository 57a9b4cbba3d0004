package ai.chatforge.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept of texts makes answers cheaper and changes none of them. */
class KnownTextsTest {
    private static final int SCENES = 60;

    @Test
    void anAnswerDoesNotDependOnWhatWasWorkedOutForOthers() {
        KnownTexts kept = new KnownTexts(1L << 30);
        KnownTexts hardlyAny = new KnownTexts(100_000);
        int hits = 0;
        int untouched = 0;
        for (long seed = 0; seed < SCENES; seed++) {
            GuardScene scene = GuardScene.of(seed);
            PrivateText again = text(scene, kept);
            for (String answer : scene.answers()) {
                List<String> pieces = Pieces.values()[(int) (seed % 5)].of(answer, new Random(seed));
                PrivacyGuard guard =
                        new PrivacyGuard(text(scene, new KnownTexts(0)), scene.earlier(), () -> "[private]");
                List<String> said = said(guard, pieces);

                for (PrivateText other : List.of(text(scene, kept), text(scene, hardlyAny), again)) {
                    assertThat(said(new PrivacyGuard(other, scene.earlier(), () -> "[private]"), pieces))
                            .as("seed %d", seed)
                            .isEqualTo(said);
                }
                hits += guard.hits();
                untouched += guard.hits() == 0 ? 1 : 0;
            }
            // The same texts in other parts.
            text(
                    new GuardScene(scene.permitted(), List.of(), scene.passages(), scene.names(), List.of(), List.of()),
                    kept);
        }
        assertThat(hits).isGreaterThan(SCENES);
        assertThat(untouched).isGreaterThan(SCENES);
    }

    private static PrivateText text(GuardScene scene, KnownTexts known) {
        return PrivateText.of(
                scene.passages(), scene.names(), new Permitted(scene.permitted(), scene.attached(), known), known);
    }

    private static List<String> said(PrivacyGuard guard, List<String> pieces) {
        List<String> said = new ArrayList<>();
        pieces.forEach(piece -> said.add(guard.take(piece)));
        said.add(guard.end());
        return said;
    }

    @Test
    void aTextIsWorkedOutOnceAndNoMoreIsKeptThanThereIsRoomFor() {
        KnownTexts known = new KnownTexts(1_000_000);
        PrivatePassage first = known.passage(SecretTexts.PASSAGES.getFirst());

        assertThat(known.passage(SecretTexts.PASSAGES.getFirst())).isSameAs(first);
        for (long seed = 0; seed < 100; seed++) {
            GuardScene.of(seed).passages().forEach(known::passage);
        }
        assertThat(known.bytes()).isBetween(500_000L, 1_000_000L);
    }
}
