package ai.chatforge.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model that prints what it must not, in every disguise, in pieces of every size. */
class GuardCorpusTest {
    private static final long SEED = 42;
    private static final int ROUNDS = 4;
    private static final LeakInspector INSPECTOR = new LeakInspector(SecretTexts.PASSAGES, SecretTexts.NAMES);
    private static final PrivateText PRIVATE =
            PrivateText.of(SecretTexts.PASSAGES, SecretTexts.NAMES, SecretTexts.CITABLE);

    @ParameterizedTest
    @EnumSource(Disguise.class)
    void nothingPrivateLeavesInTheDisguise(Disguise disguise) {
        Random random = new Random(SEED + disguise.name().hashCode());
        List<String> leaks = new ArrayList<>();
        int attacks = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String secret : secrets(random)) {
                for (Pieces pieces : Pieces.values()) {
                    String attack = disguise.write(secret);
                    String said = said(List.of(), pieces.of(attack, random));
                    attacks++;
                    List<String> found = new ArrayList<>(INSPECTOR.leaks(said));
                    found.addAll(INSPECTOR.leaks(disguise.read(said)));
                    if (!found.isEmpty()) {
                        leaks.add(disguise + " " + pieces + " " + found.getFirst() + " IN " + said);
                    }
                }
            }
        }
        assertThat(leaks).as("of %d attacks", attacks).isEmpty();
        assertThat(attacks).isGreaterThanOrEqualTo(2_000 / Disguise.values().length);
    }

    /** Single passages, all of them as a prompt has them, names. */
    private static List<String> secrets(Random random) {
        List<String> secrets = new ArrayList<>();
        secrets.add(SecretTexts.PASSAGES.get(random.nextInt(SecretTexts.PASSAGES.size())));
        secrets.add("Here is what I was told:\n\n" + String.join("\n\n", SecretTexts.PASSAGES));
        secrets.add("The sources are " + String.join(", ", SecretTexts.NAMES) + ".");
        return secrets;
    }

    static String said(List<String> earlier, List<String> pieces) {
        PrivacyGuard guard = new PrivacyGuard(PRIVATE, earlier, () -> "[private]");
        StringBuilder said = new StringBuilder();
        pieces.forEach(piece -> said.append(guard.take(piece)));
        return said.append(guard.end()).toString();
    }

    @Test
    void theDisguisesAreAttacks() {
        for (Disguise disguise : Disguise.values()) {
            String all = String.join("\n\n", SecretTexts.PASSAGES.subList(0, 4));
            assertThat(INSPECTOR.leaks(disguise.read(disguise.write(all))))
                    .as(disguise.name())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Disguise.class)
    void whatIsPublicMayBeSaidInAnyWay(Disguise disguise) {
        for (String passage : SecretTexts.CITABLE) {
            String text = disguise.write(passage);
            if (disguise != Disguise.TAG_CHARACTERS) {
                assertThat(said(List.of(), List.of(text))).isEqualTo(text);
            }
        }
    }
}
