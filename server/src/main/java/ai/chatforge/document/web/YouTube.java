package ai.chatforge.document.web;

import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Transcripts of YouTube's videos, the way its own player asks for them: the page of the video holds a key, with which
 * the player's data names the tracks. There is no contract for it, so every step may be refused.
 */
public final class YouTube {
    private static final String INSTEAD = " Open the video at YouTube, copy its transcript (or download its captions as"
            + " VTT or SRT), and paste that here.";
    private static final Pattern KEY = Pattern.compile("\"INNERTUBE_API_KEY\"\\s*:\\s*\"([A-Za-z0-9_-]+)\"");
    private static final Pattern CONSENT = Pattern.compile("name=\"v\"\\s+value=\"([^\"<>;\\s]{1,200})\"");
    private static final int LARGEST = 12 << 20;

    private final OutsideHttp http;
    private final WebSettings settings;
    private final JsonMapper json;

    public YouTube(OutsideHttp http, WebSettings settings, JsonMapper json) {
        this.http = http;
        this.settings = settings;
        this.json = json;
    }

    /**
     * @param language preferred, as a tag such as {@code de}; null: the one that is spoken
     * @throws FetchException with what to tell the source's owner
     */
    public Transcript transcript(String video, @Nullable String language) throws FetchException {
        try {
            JsonNode player = player(video);
            requirePlayable(player);
            CaptionTrack track = CaptionTrack.choose(player, language);
            if (track == null) {
                throw FetchException.lasting(
                        "video_no_transcript", "The video has no transcript at YouTube." + INSTEAD);
            }
            List<Cue> cues = Json3.cues(json.readTree(text(track)));
            if (cues.isEmpty()) {
                throw FetchException.lasting("video_no_transcript", "The video's transcript holds no words." + INSTEAD);
            }
            String title = player.path("videoDetails")
                    .path("title")
                    .asString("")
                    .replaceAll("[\\p{Cc}\\p{Cs}]", " ")
                    .strip();
            return new Transcript(title.isEmpty() ? null : title, track.language(), cues);
        } catch (FetchException e) {
            throw e;
        } catch (JacksonException e) {
            throw FetchException.of(
                    "video_blocked", "YouTube answered in a form that is not understood here." + INSTEAD, false, e);
        } catch (IOException e) {
            throw PageFetch.unreachable(settings.youtube(), e);
        }
    }

    private JsonNode player(String video) throws IOException {
        String page = page(video);
        Matcher key = KEY.matcher(page);
        if (page.contains("class=\"g-recaptcha\"") || !key.find()) {
            throw blocked();
        }
        Map<String, Object> asked = Map.of(
                "context",
                Map.of("client", Map.of("clientName", "ANDROID", "clientVersion", "20.10.38")),
                "videoId",
                video);
        URI url = settings.youtube().resolve("/youtubei/v1/player?key=" + key.group(1));
        return json.readTree(send("POST", url, Map.of(), json.writeValueAsBytes(asked)));
    }

    private String page(String video) throws IOException {
        URI url = settings.youtube().resolve("/watch?v=" + video);
        String page = send("GET", url, Map.of(), null);
        if (!page.contains("action=\"https://consent.youtube.com/s\"")) {
            return page;
        }
        Matcher value = CONSENT.matcher(page);
        String again = value.find() ? send("GET", url, Map.of("Cookie", "CONSENT=YES+" + value.group(1)), null) : page;
        if (again.contains("action=\"https://consent.youtube.com/s\"")) {
            throw FetchException.lasting(
                    "video_blocked", "YouTube asks for a consent that a program cannot give." + INSTEAD);
        }
        return again;
    }

    private static void requirePlayable(JsonNode player) throws FetchException {
        JsonNode playability = player.path("playabilityStatus");
        String reason = playability.path("reason").asString("");
        switch (playability.path("status").asString("")) {
            case "OK" -> {
                return;
            }
            case "LOGIN_REQUIRED" -> {
                if (reason.contains("bot")) {
                    throw blocked();
                }
                throw FetchException.lasting(
                        "video_restricted", "YouTube shows this video to people who signed in only." + INSTEAD);
            }
            case "ERROR" ->
                throw FetchException.lasting(
                        "video_unavailable",
                        "YouTube has no such video, or it is private or deleted. Look whether the address is right.");
            case "" -> throw blocked();
            default ->
                throw FetchException.lasting("video_restricted", "YouTube does not play this video here." + INSTEAD);
        }
    }

    private String text(CaptionTrack track) throws IOException {
        URI url = settings.youtube().resolve(URI.create(track.url()));
        if (!url.getHost().equals(settings.youtube().getHost())) {
            throw blocked();
        }
        String text = send("GET", url, Map.of(), null);
        if (text.isBlank()) {
            throw blocked();
        }
        return text;
    }

    private static FetchException blocked() {
        return FetchException.lasting(
                "video_blocked", "YouTube does not hand the transcript out to this server." + INSTEAD);
    }

    private String send(String method, URI url, Map<String, String> more, byte @Nullable [] body) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Accept-Language", "en-US");
        Duration timeout = settings.timeout();
        OutsideHttp.Request request =
                new OutsideHttp.Request(method, url, headers, body, "application/json", timeout, timeout);
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.PUBLIC_ONLY)) {
            int status = response.status();
            if (status == 429 || status == 403) {
                throw blocked();
            }
            if (status == 404 || status == 410) {
                throw FetchException.lasting(
                        "video_unavailable", "YouTube has no such video. Look whether the address is right.");
            }
            if (status != 200) {
                throw FetchException.passing(
                        "video_failed",
                        "YouTube cannot answer at the moment (" + status + ")." + INSTEAD,
                        Duration.ZERO);
            }
            return new String(response.body(LARGEST).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
