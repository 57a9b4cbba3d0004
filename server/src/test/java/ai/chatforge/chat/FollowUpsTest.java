package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which questions lean on the conversation, counted over sentences written for it in each language of the product. */
class FollowUpsTest {
    private static final List<String> LEAN = List.of(
            "And how much is it in winter?",
            "What about children?",
            "How long does it take?",
            "And on Sundays?",
            "Can I return them too?",
            "Is that included in the price?",
            "Why?",
            "Since when?",
            "In which colours?",
            "How much?",
            "Which one is cheaper?",
            "Do they ship to Norway?",
            "But only with a receipt?",
            "Who can I ask about this?",
            "Is there a discount for those?",
            "Und was kostet es im Winter?",
            "Und sonntags?",
            "Wie lange dauert das?",
            "Was ist mit Kindern?",
            "Kann man sie auch umtauschen?",
            "Gilt das auch für Studenten, oder nur für diese Gruppe?",
            "Für Kinder auch?",
            "Wie viel kostet der Versand dafür?",
            "Ab wann?",
            "In welchen Farben?",
            "Welche davon ist billiger?",
            "Brauche ich dazu eine Quittung?",
            "¿Y cuánto cuesta en invierno?",
            "¿Y los domingos?",
            "¿Cuánto tarda eso?",
            "¿Qué tal para niños?",
            "¿Desde cuándo?",
            "¿En qué colores?",
            "¿Cuál de ellos es más barato?",
            "¿Lo puedo devolver?",
            "¿También los sábados?",
            "¿Por qué?",
            "¿Está incluido en ese precio?",
            "冬天呢？",
            "那要多少钱？",
            "它需要多长时间？",
            "周日也开门吗？",
            "为什么？",
            "这个包括在价格里吗？",
            "还有孩子呢？",
            "其中哪个更便宜？",
            "什么颜色？",
            "他们送货到挪威吗？");

    private static final List<String> STAND_ALONE = List.of(
            "How much does a double room cost in winter?",
            "When does the shop open on Saturdays?",
            "Do you ship to Norway?",
            "Where are you?",
            "Are you open today?",
            "Can I return goods without a receipt?",
            "Is there a garden behind the house?",
            "Is it possible to pay by card?",
            "What is the warranty of a lamp?",
            "Which payment methods do you accept?",
            "Are there concerts this week?",
            "How do I reset my password?",
            "Thanks!",
            "Hello",
            "What happens when a parcel is lost?",
            "Was kostet ein Doppelzimmer im Winter?",
            "Wann öffnet das Geschäft am Samstag?",
            "Liefern Sie nach Norwegen?",
            "Haben Sie Parkplätze?",
            "Gibt es einen Garten hinter dem Haus?",
            "Wie kann ich mein Passwort zurücksetzen?",
            "Welche Zahlungsarten nehmen Sie an?",
            "Wie lange gilt die Garantie einer Lampe?",
            "Danke!",
            "Wo bekomme ich Ihre Rechnung?",
            "¿Cuánto cuesta una habitación doble en invierno?",
            "¿Cuándo abre la tienda los sábados?",
            "¿Envían ustedes a Noruega?",
            "¿Hay un jardín detrás de la casa?",
            "¿Cómo puedo cambiar mi contraseña?",
            "¿Qué formas de pago aceptan?",
            "¿Cuánto dura la garantía de una lámpara?",
            "Gracias",
            "标准间冬天多少钱一晚？",
            "商店星期六什么时候开门？",
            "你们送货到挪威吗？",
            "我怎样重设密码？",
            "房子后面有花园吗？",
            "你们接受哪些付款方式？",
            "谢谢",
            "台灯的保修期有多长？");

    @Test
    void nearlyAllThatLeanAreSeenAndHardlyAnyOther() {
        List<String> missed = new ArrayList<>(LEAN);
        missed.removeIf(FollowUps::leans);
        List<String> wrong = new ArrayList<>(STAND_ALONE);
        wrong.removeIf(question -> !FollowUps.leans(question));

        assertThat(missed).as("of %d that lean", LEAN.size()).hasSizeLessThanOrEqualTo(2);
        assertThat(wrong).as("of %d that stand alone", STAND_ALONE.size()).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        How much is a double room? | And in winter?          | And in winter? double room
        How long is the warranty of a lamp? | Does it cover the bulb? | Does it cover the bulb? long warranty lamp
        Was kostet ein Doppelzimmer? | Und im Winter? | Und im Winter? kostet Doppelzimmer
        ¿Cuánto cuesta una habitación doble? | ¿Y en invierno? | ¿Y en invierno? cuesta habitación doble
        标准间多少钱？ | 冬天呢？ | 冬天呢？ 标准间多少钱
        """)
    void aQuestionIsCompletedWithTheWordsOfTheOneBefore(String before, String question, String query) {
        assertThat(FollowUps.completed(question, List.of(before))).isEqualTo(query);
    }

    @Test
    void whatAFragmentTakesThePlaceOfIsLeftOut() {
        assertThat(FollowUps.completed(
                        "And in spring?",
                        List.of("Tell me about the pool.", "How much is a double room?", "And in winter?")))
                .isEqualTo("And in spring? double room");
        assertThat(FollowUps.completed(
                        "And per year?", List.of("What can the Alpha plan do?", "How much does it cost?")))
                .isEqualTo("And per year? cost Alpha plan");
    }

    @Test
    void nothingIsAddedThatIsThereAlready() {
        assertThat(FollowUps.completed("And in winter?", List.of())).isEqualTo("And in winter?");
        assertThat(FollowUps.completed("And winter?", List.of("When is winter?")))
                .isEqualTo("And winter?");
    }

    @Test
    void whateverIsWrittenIsTaken() {
        for (String odd : List.of("", "?", "🙂", "\u0000", "...", "a", "1", "呢", "Sie", "—")) {
            assertThat(FollowUps.completed(odd, List.of(odd, "How much is a room?")))
                    .isNotNull();
        }
    }
}
