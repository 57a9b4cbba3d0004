package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.testkit.web.ScriptedYouTube;
import ai.chatforge.testkit.web.ScriptedYouTube.Fault;
import ai.chatforge.testkit.web.ScriptedYouTube.Track;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Videos as sources; YouTube's part is played by {@link ScriptedYouTube}. */
class VideoSourcesTest {
    private static final ScriptedYouTube YOUTUBE = WebScene.YOUTUBE;
    private static final String VIDEO = "https://youtu.be/dQw4w9WgXcQ?t=3";
    private static final String VTT = """
            WEBVTT

            00:01.000 --> 00:04.000
            Welcome to the shop.

            02:05.000 --> 02:09.000
            Bananas are delivered on Tuesdays.
            """;

    private WebScene scene;

    @BeforeEach
    void start() {
        YOUTUBE.fault(Fault.NONE);
        YOUTUBE.tracks(
                new Track("de", false, List.of("Waren kann man zurückgeben.", "Auch ohne Karton.")),
                new Track("en", true, List.of("you can return goods", "without the box", "within thirty days")),
                new Track("en", false, filled("You can return goods.", "Apples are sent on Fridays.")));
        scene = WebScene.make();
    }

    @AfterEach
    void stop() {
        YOUTUBE.fault(Fault.NONE);
    }

    /** Something said in the first ten seconds, much talk, and something said after a minute and a half. */
    private static List<String> filled(String first, String last) {
        return List.of(
                first, "Then this.", "And that.", "On it goes.", "And on.", "Still.", "More.", "Talk.", "Soon.", last);
    }

    private JsonNode add() {
        return scene.add(Map.of("type", "video", "url", VIDEO));
    }

    @Test
    void whatIsSaidIsCitedWithItsSecond() {
        JsonNode source = scene.ready(add());

        assertThat(source.path("url").asString()).isEqualTo("https://www.youtube.com/watch?v=dQw4w9WgXcQ");
        assertThat(source.path("title").asString()).isEqualTo("How to return goods");
        // What somebody wrote, in the language that is spoken.
        assertThat(scene.text(source)).contains("You can return goods.").doesNotContain("Waren", "without the box");
        JsonNode citation = scene.cited("When are apples sent?");
        assertThat(citation.path("second").asInt()).isBetween(60, 90);
        assertThat(citation.path("url").asString())
                .isEqualTo("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t="
                        + citation.path("second").asInt() + "s");
    }

    @Test
    void theBotsLanguageIsPreferred() {
        WebScene german = WebScene.of(scene.owner(), Map.of("name", "Laden", "language", "de-AT"));
        JsonNode source = german.ready(german.add(Map.of("type", "video", "url", VIDEO)));
        assertThat(german.text(source)).contains("Waren kann man");
    }

    @Test
    void theLanguageThatIsAskedForComesFirst() {
        JsonNode source = scene.ready(scene.add(Map.of("type", "video", "url", VIDEO, "language", "de")));
        assertThat(scene.text(source)).contains("Waren kann man");
        assertThat(scene.segments(source).path("items").path(0).path("url").asString())
                .isEqualTo("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=0s");
        assertThat(scene.refused(Map.of("type", "video", "url", VIDEO, "language", "German, please"))
                        .body())
                .contains("\"language\"");
    }

    @Test
    void aConsentIsGivenOnce() {
        YOUTUBE.fault(Fault.CONSENT);
        assertThat(scene.text(scene.ready(add()))).contains("You can return goods.");
    }

    @ParameterizedTest
    @CsvSource({
        "CONSENT_FOR_EVER, video_blocked",
        "CAPTCHA, video_blocked",
        "TOO_MANY, video_blocked",
        "NO_KEY, video_blocked",
        "BOT, video_blocked",
        "EMPTY_WORDS, video_blocked",
        "OTHER_HOST, video_blocked",
        "BROKEN_JSON, video_blocked",
        "AGE, video_restricted",
        "UNPLAYABLE, video_restricted",
        "GONE, video_unavailable",
        "NO_CAPTIONS, video_no_transcript",
        "DOWN, video_failed"
    })
    void whenYouTubeRefusesTheSourceSaysWhatToDo(Fault fault, String code) {
        YOUTUBE.fault(fault);
        JsonNode error = scene.failed(add());
        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("message").asString()).contains(fault == Fault.GONE ? "address" : "VTT or SRT");
    }

    @Test
    void whatPassesIsTriedAgain() {
        YOUTUBE.fault(Fault.DOWN);
        long before = pagesAskedFor();
        scene.failed(add());
        assertThat(pagesAskedFor() - before).isEqualTo(3);
    }

    private static long pagesAskedFor() {
        return YOUTUBE.requests().stream().filter("/watch"::equals).count();
    }

    @Test
    void aPastedTranscriptHelpsThen() {
        YOUTUBE.fault(Fault.BOT);
        JsonNode source = add();
        scene.failed(source);

        scene.send("PUT", source, "/transcript", Map.of("transcript", VTT));
        scene.ready(source);

        JsonNode citation = scene.cited("When are bananas delivered?");
        assertThat(citation.path("second").asInt()).isEqualTo(125);
        assertThat(citation.path("url").asString()).endsWith("&t=125s");
        assertThat(WebScene.SERVER
                        .send("POST", scene.path(source) + "/refetch", scene.owner(), null)
                        .status())
                .isEqualTo(409);
        assertThat(WebScene.SERVER
                        .send("PUT", scene.path(source) + "/transcript", scene.owner(), Map.of("transcript", "nothing"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void withATranscriptNobodyIsAsked() {
        int asked = YOUTUBE.requests().size();
        JsonNode source = scene.ready(scene.add(
                Map.of("type", "video", "url", "https://videos.example/1", "title", "Tour", "transcript", VTT)));
        assertThat(source.path("title").asString()).isEqualTo("Tour");
        assertThat(YOUTUBE.requests()).hasSize(asked);
        assertThat(scene.cited("When are bananas delivered?").path("url").asString())
                .isEqualTo("https://videos.example/1#t=125");
    }

    @Test
    void theSameWordsAreNothingNewAndOtherWordsAre() {
        JsonNode source = scene.ready(add());
        scene.send("POST", source, "/refetch");
        scene.until(
                source, now -> now.path("lastFetch").path("outcome").asString().equals("unchanged"));
        YOUTUBE.tracks(new Track("en", false, filled("Now goods stay.", "Pears are sent on Mondays.")));
        scene.send("POST", source, "/refetch");
        scene.until(source, now -> scene.text(now).contains("Pears are sent"));

        YOUTUBE.fault(Fault.NO_CAPTIONS);
        scene.ready(source);
        scene.send("POST", source, "/refetch");
        JsonNode kept = scene.until(
                source,
                now -> now.path("lastFetch").path("outcome").asString().equals("failed")
                        && now.path("status").asString().equals("ready"));
        assertThat(kept.path("error").path("code").asString()).isEqualTo("video_no_transcript");
        assertThat(scene.cited("When are pears sent?").path("text").asString()).contains("Mondays");
    }
}
