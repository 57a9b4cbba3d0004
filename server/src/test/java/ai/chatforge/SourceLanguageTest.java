package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a source is written in. */
class SourceLanguageTest {
    private static final RunningServer SERVER = RunningServer.shared();

    private final String owner = SERVER.signUp();
    private final String sources = "/api/chatbots/"
            + SERVER.send("POST", "/api/chatbots", owner, Map.of("name", "Shop"))
                    .json()
                    .path("id")
                    .asString()
            + "/sources";

    private JsonNode trained(Map<String, Object> body) {
        RunningServer.Answer added = SERVER.send("POST", sources, owner, body);
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(added.json().path("textLanguage").isNull()).isTrue();
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> SERVER.get(sources + "/" + added.json().path("id").asString(), owner)
                                .json(),
                        source -> source.path("status").asString().equals("ready"));
    }

    private JsonNode text(String words) {
        return trained(Map.of("type", "text", "title", "Hours", "text", words));
    }

    @Test
    void theLanguageOfTheTextIsToldOnceItIsReady() {
        assertThat(
                        text("Am Samstag ist der Laden von zehn bis zwei geöffnet. Die Pakete werden mit der Post verschickt,"
                                        + " und das dauert in der Regel nicht länger als eine Woche.")
                                .path("textLanguage")
                                .asString())
                .isEqualTo("de");
        JsonNode questions = trained(Map.of(
                "type",
                "qa",
                "title",
                "Questions",
                "pairs",
                List.of(Map.of(
                        "question",
                        "営業時間は何時から何時までですか？",
                        "answer",
                        "土曜日の営業時間は午前十時から午後二時までです。荷物は通常一週間以内に届きます。ご来店をお待ちしております。"))));
        assertThat(questions.path("textLanguage").asString()).isEqualTo("ja");
    }

    @Test
    void whereNothingSpeaksForALanguageThereIsNone() {
        assertThat(text("4711 0815 42 1024 XJ-9 2048").path("textLanguage").isNull())
                .isTrue();
    }
}
