package ai.chatforge.document.web;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that YouTube gives its videos. */
public final class VideoAddress {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{11}");
    private static final Pattern IN_PATH =
            Pattern.compile("/(?:embed|shorts|live|v|e|watch)/([A-Za-z0-9_-]{11})(?:[/?&].*)?");
    private static final Pattern IN_QUERY = Pattern.compile("(?:^|&)(?:v|vi)=([A-Za-z0-9_-]{11})(?:&.*|$)");
    private static final Pattern INNER = Pattern.compile("(?:^|&)(?:u|q|next)=([^&]+)");
    private static final Set<String> HOSTS = Set.of(
            "youtube.com",
            "www.youtube.com",
            "m.youtube.com",
            "music.youtube.com",
            "gaming.youtube.com",
            "youtube-nocookie.com",
            "www.youtube-nocookie.com");

    private VideoAddress() {}

    /** The video's id; empty when the address is none of a video at YouTube. */
    public static Optional<String> id(String typed) {
        String text = typed.strip();
        return ID.matcher(text).matches()
                ? Optional.of(text)
                : WebAddress.typed(text).flatMap(VideoAddress::id);
    }

    private static Optional<String> id(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        if (host.equals("youtu.be") || host.equals("www.youtu.be")) {
            return first(Pattern.compile("/([A-Za-z0-9_-]{11})(?:/.*)?"), path, true);
        }
        if (!HOSTS.contains(host)) {
            return Optional.empty();
        }
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        return first(IN_PATH, path, true)
                .or(() -> path.startsWith("/watch") || path.equals("/") || path.isEmpty()
                        ? first(IN_QUERY, query, false)
                        : Optional.empty())
                .or(() -> path.equals("/attribution_link") || path.equals("/redirect")
                        ? first(INNER, query, false).flatMap(VideoAddress::inner)
                        : Optional.empty());
    }

    private static Optional<String> inner(String encoded) {
        try {
            String address = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            String whole = address.startsWith("/") ? "https://www.youtube.com" + address : address;
            return whole.contains("attribution_link")
                    ? Optional.empty()
                    : WebAddress.typed(whole).flatMap(VideoAddress::id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(Pattern pattern, String text, boolean whole) {
        Matcher matcher = pattern.matcher(text);
        return (whole ? matcher.matches() : matcher.find()) ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The one form under which a video is kept. */
    public static String of(String id) {
        return "https://www.youtube.com/watch?v=" + id;
    }

    /** Opens a video where something is said. */
    public static String at(String url, int second) {
        return id(url).map(id -> of(id) + "&t=" + second + "s").orElse(url + "#t=" + second);
    }
}
