package ai.chatforge.document.web;

import crawlercommons.filters.basic.BasicURLNormalizer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of pages, in one form each, so that none is read twice. */
public final class WebAddress {
    public static final int LONGEST = 2_000;

    private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:(?!\\d+(/|$)).*");
    /** Left out silently by others; but who writes a password has to know that it is not used. */
    private static final Pattern WITH_USER = Pattern.compile("(?s)[^/?#]*[/\\\\]*[^/?#]*@.*");
    /** What counts visitors and changes no page. */
    private static final List<String> COUNTERS = List.of(
            "utm_source",
            "utm_medium",
            "utm_campaign",
            "utm_term",
            "utm_content",
            "utm_id",
            "gclid",
            "fbclid",
            "msclkid",
            "mc_cid",
            "mc_eid",
            "igshid",
            "yclid",
            "_ga",
            "phpsessid",
            "jsessionid",
            "sid");

    private static final BasicURLNormalizer NORMAL =
            BasicURLNormalizer.newBuilder().queryParamsToRemove(COUNTERS).build();
    private static final Pattern NO_PAGE =
            Pattern.compile("(?i).*\\.(jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|js|mjs"
                    + "|json|xml|rss|atom|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|wav|avi|mov|mkv|zip|gz|tgz|bz2|xz|7z|rar|tar"
                    + "|exe|msi|dmg|pkg|deb|rpm|apk|iso|jar|bin|wasm|swf|ics|vcf)");

    private WebAddress() {}

    /** As a person writes it: https goes without saying. */
    public static Optional<URI> typed(String text) {
        String address = text.strip();
        return normal(SCHEME.matcher(address).matches() ? address : "https://" + address);
    }

    /** @param base of the page that names it */
    public static Optional<URI> linked(URI base, String href) {
        try {
            return normal(
                    base.resolve(new URI(href.strip().replace(" ", "%20"))).toString());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<URI> normal(String address) {
        boolean web = address.length() <= LONGEST && address.regionMatches(true, 0, "http", 0, 4);
        if (!web || WITH_USER.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            String normal = NORMAL.filter(address);
            URI url = normal == null ? null : new URI(normal);
            return url == null || !isWeb(url) ? Optional.empty() : Optional.of(url);
        } catch (URISyntaxException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.toString().length() <= LONGEST;
    }

    /** Whether a page belongs to the site that begins at a page: same host, and in the same folder or below. */
    public static boolean isWithin(URI start, URI page) {
        return site(start).equals(site(page))
                && path(page).startsWith(folder(start))
                && !NO_PAGE.matcher(path(page)).matches();
    }

    /** With or without www., by http or https: that is one site. */
    private static String site(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        int port = url.getPort();
        return (host.startsWith("www.") ? host.substring(4) : host) + (port < 0 ? "" : ":" + port);
    }

    private static String folder(URI url) {
        String path = path(url);
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String path(URI url) {
        String path = url.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** The last part of the path, which may be the name of a file. */
    static String name(@Nullable URI url) {
        String path = url == null ? "" : path(url);
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
