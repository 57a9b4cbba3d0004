package ai.chatforge.testkit.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What YouTube's own player speaks to for a transcript: the page of a video with a key, the player's data with the
 * tracks of captions, and their words as json3. There is one video, with a track for each language.
 */
public final class ScriptedYouTube implements AutoCloseable {
    /** What goes wrong; all were seen at the real one. */
    public enum Fault {
        NONE,
        /** A page that asks for cookies first, which goes away once they are agreed to. */
        CONSENT,
        /** The same, and it stays. */
        CONSENT_FOR_EVER,
        CAPTCHA,
        TOO_MANY,
        NO_KEY,
        BOT,
        AGE,
        GONE,
        UNPLAYABLE,
        NO_CAPTIONS,
        EMPTY_WORDS,
        OTHER_HOST,
        BROKEN_JSON,
        DOWN
    }

    private static final String KEY = "AIzaSyScripted-Key_1";

    /**
     * Captions of one language.
     *
     * @param generated what was heard, rather than what somebody wrote
     * @param words one a second times ten
     */
    public record Track(String language, boolean generated, List<String> words) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile List<Track> tracks = List.of();
    private volatile Fault fault = Fault.NONE;

    private ScriptedYouTube(HttpServer server) {
        this.server = server;
    }

    /** On a free port. */
    public static ScriptedYouTube start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        ScriptedYouTube youtube = new ScriptedYouTube(server);
        server.setExecutor(youtube.threads);
        server.createContext("/", youtube::answer);
        server.start();
        return youtube;
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void tracks(Track... some) {
        tracks = List.of(some);
    }

    public void fault(Fault next) {
        fault = next;
    }

    /** Paths that were asked for. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI url = exchange.getRequestURI();
            requests.add(url.getPath());
            byte[] asked = exchange.getRequestBody().readAllBytes();
            if (fault == Fault.TOO_MANY || fault == Fault.DOWN) {
                exchange.sendResponseHeaders(fault == Fault.DOWN ? 503 : 429, -1);
                return;
            }
            String body =
                    switch (url.getPath()) {
                        case "/watch" -> watch(exchange);
                        case "/youtubei/v1/player" -> player(url, new String(asked, StandardCharsets.UTF_8));
                        case "/api/timedtext" -> words(url);
                        default -> "";
                    };
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String watch(HttpExchange exchange) {
        String cookie = exchange.getRequestHeaders().getFirst("Cookie");
        boolean agreed = cookie != null && cookie.contains("CONSENT=YES+cb.20210328") && fault == Fault.CONSENT;
        if ((fault == Fault.CONSENT && !agreed) || fault == Fault.CONSENT_FOR_EVER) {
            return "<html><form action=\"https://consent.youtube.com/s\" method=\"POST\">"
                    + "<input type=\"hidden\" name=\"v\" value=\"cb.20210328\"></form></html>";
        }
        if (fault == Fault.CAPTCHA) {
            return "<html><div class=\"g-recaptcha\"></div></html>";
        }
        return fault == Fault.NO_KEY
                ? "<html></html>"
                : "<html><script>ytcfg.set({\"INNERTUBE_API_KEY\":\"" + KEY + "\",\"X\":1});</script></html>";
    }

    private String player(URI url, String asked) {
        if (!url.getQuery().contains("key=" + KEY) || !asked.contains("\"clientName\":\"ANDROID\"")) {
            return "{\"playabilityStatus\":{\"status\":\"ERROR\",\"reason\":\"Invalid request\"}}";
        }
        return switch (fault) {
            case BOT -> unplayable("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot");
            case AGE -> unplayable("LOGIN_REQUIRED", "This video may be inappropriate for some users.");
            case GONE -> unplayable("ERROR", "This video is unavailable");
            case UNPLAYABLE -> unplayable("UNPLAYABLE", "The uploader has not made this video available");
            case BROKEN_JSON -> "{\"playabilityStatus\":";
            default ->
                "{\"playabilityStatus\":{\"status\":\"OK\"},\"videoDetails\":{\"title\":\"How to return goods\"}"
                        + (fault == Fault.NO_CAPTIONS
                                ? ""
                                : ",\"captions\":{\"playerCaptionsTracklistRenderer\":" + "{\"captionTracks\":["
                                        + captions() + "]}}")
                        + "}";
        };
    }

    private static String unplayable(String status, String reason) {
        return "{\"playabilityStatus\":{\"status\":\"" + status + "\",\"reason\":\"" + reason + "\"}}";
    }

    private String captions() {
        String host = fault == Fault.OTHER_HOST ? "http://localhost:1" : address();
        return IntStream.range(0, tracks.size())
                .mapToObj(i ->
                        "{\"baseUrl\":\"" + host + "/api/timedtext?v=x&lang=" + i + "&fmt=srv3\",\"languageCode\":\""
                                + tracks.get(i).language() + "\",\"name\":{\"simpleText\":\"x\"}"
                                + (tracks.get(i).generated() ? ",\"kind\":\"asr\"" : "") + "}")
                .collect(Collectors.joining(","));
    }

    private String words(URI url) {
        String query = url.getQuery();
        if (fault == Fault.EMPTY_WORDS || !query.endsWith("&fmt=json3")) {
            return "";
        }
        Track track = tracks.get(Integer.parseInt(query.replaceAll(".*lang=(\\d+).*", "$1")));
        String[] events = new String[track.words().size()];
        Arrays.setAll(
                events,
                i -> "{\"tStartMs\":" + i * 10_000 + ",\"dDurationMs\":9000,\"segs\":[{\"utf8\":\""
                        + track.words().get(i) + "\"}]},{\"tStartMs\":" + (i * 10_000 + 9_000)
                        + ",\"aAppend\":1,\"segs\":"
                        + "[{\"utf8\":\"\\n\"}]}");
        return "{\"wireMagic\":\"pb3\",\"events\":[{\"tStartMs\":0,\"id\":1}," + String.join(",", events) + "]}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
