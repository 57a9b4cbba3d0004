package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.email.OptOutTokens.Choice;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that stop e-mails: nobody else can make one, and they tell nothing. */
class OptOutTokensTest {
    private final OptOutTokens tokens = new OptOutTokens("a secret of this installation");

    @ParameterizedTest
    @EnumSource
    void aLinkStandsForAnAddressAndACategory(Category category) {
        String token = tokens.of(OptOutTokens.choice(category, "Ada@Example.com"));
        Choice read = tokens.read(token).orElseThrow();

        assertThat(read.category()).isEqualTo(category);
        assertThat(read.address())
                .isEqualTo(OptOutTokens.choice(category, "ada@example.com").address());
        assertThat(token).isEqualTo(tokens.of(read)).doesNotContainIgnoringCase("ada");
    }

    @Test
    void nobodyElseCanMakeOne() {
        String token = tokens.of(OptOutTokens.choice(Category.TRIAL, "ada@example.com"));
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            assertThat(tokens.read(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .isEmpty();
            assertThat(tokens.read(token.substring(0, random.nextInt(token.length()))))
                    .isEmpty();
        }
        assertThat(tokens.read("")).isEmpty();
        assertThat(tokens.read("ä€ %00")).isEmpty();
        assertThat(new OptOutTokens("another secret").read(token)).isEmpty();
    }
}
