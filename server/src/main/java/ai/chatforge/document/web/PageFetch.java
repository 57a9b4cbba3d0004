package ai.chatforge.document.web;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.http.ForbiddenAddressException;
import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Fetches pages as their hosts allow it. */
public final class PageFetch {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final Pattern NO_TEXT = Pattern.compile("(image|audio|video|font|model)/.*|application/(zip|gzip"
            + "|x-(tar|gzip|7z-compressed|rar-compressed|bzip2|msdownload|shockwave-flash)|java-archive|wasm"
            + "|octet-stream-install)");

    private final OutsideHttp http;
    private final WebSettings settings;
    private final HostTurns turns;
    private final SharedLookups<String, Rules> robots = new SharedLookups<>(10_000, KEPT);

    public PageFetch(OutsideHttp http, WebSettings settings, HostTurns turns) {
        this.http = http;
        this.settings = settings;
        this.turns = turns;
    }

    /** What is known of a page from the last time. */
    public record Known(@Nullable String etag, @Nullable String lastModified) {
        public static final Known NOTHING = new Known(null, null);
    }

    /** How a page was answered. */
    public sealed interface Answer {
        /** @param url where it was found in the end */
        record Page(
                URI url,
                String mediaType,
                @Nullable String charset,
                byte[] content,
                @Nullable String etag,
                @Nullable String lastModified)
                implements Answer {}

        /** What is known still holds. */
        record Unchanged() implements Answer {}

        /** Somebody is asking the host already. */
        record Later(Instant at) implements Answer {}
    }

    /** @throws FetchException with what to tell the source's owner */
    public Answer page(URI url, Known known) throws FetchException {
        String host = url.getHost();
        Optional<Instant> later = turns.begin(host);
        if (later.isPresent()) {
            return new Answer.Later(later.get());
        }
        Duration pause = settings.delay();
        try {
            Robots rules = rules(url);
            pause = rules.delay(settings.delay());
            requireAllowed(rules, url);
            return fetch(url, known);
        } catch (FetchException e) {
            throw e;
        } catch (IOException e) {
            throw unreachable(url, e);
        } finally {
            turns.end(host, pause);
        }
    }

    /** @param failure why nobody knows them */
    private record Rules(@Nullable Robots robots, @Nullable IOException failure) {}

    Robots rules(URI url) throws IOException {
        String origin = WebAddress.origin(url);
        Rules rules = robots.get(origin, host -> ask(url));
        Robots known = rules.robots();
        if (known == null) {
            robots.forget(origin);
            throw Objects.requireNonNull(rules.failure());
        }
        return known;
    }

    private Rules ask(URI url) {
        try {
            return new Rules(Robots.of(url, http, settings.timeout()), null);
        } catch (IOException e) {
            return new Rules(null, e);
        }
    }

    private void requireAllowed(Robots rules, URI url) throws FetchException {
        if (rules.areUnknown()) {
            robots.forget(WebAddress.origin(url));
            throw FetchException.passing(
                    "page_unavailable",
                    url.getHost() + " could not say what programs may read (its robots.txt fails). Try again later.",
                    Duration.ZERO);
        }
        if (!rules.allow(url)) {
            throw FetchException.lasting(
                    "robots_disallowed",
                    "The robots.txt of " + url.getHost() + " does not allow programs to read this page. If the site is"
                            + " yours, allow 'ChatForge' there; otherwise copy the text and add it as a text.");
        }
    }

    private Answer fetch(URI url, Known known) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5");
        headers.put("User-Agent", "ChatForge (reads pages for their owners' chatbots)");
        if (known.etag() != null) {
            headers.put("If-None-Match", known.etag());
        }
        if (known.lastModified() != null) {
            headers.put("If-Modified-Since", known.lastModified());
        }
        OutsideHttp.Request request =
                new OutsideHttp.Request("GET", url, headers, null, "", settings.timeout(), settings.timeout());
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.PUBLIC_ONLY)) {
            if (response.status() == 304 && (known.etag() != null || known.lastModified() != null)) {
                return new Answer.Unchanged();
            }
            requireGood(response, url);
            if (!response.url().getHost().equals(url.getHost())) {
                requireAllowed(rules(response.url()), response.url());
            }
            return page(response);
        }
    }

    private Answer.Page page(OutsideHttp.Response response) throws IOException {
        String declared = response.header("Content-Type");
        String[] parts = (declared == null ? "" : declared).split(";", 2);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        if (NO_TEXT.matcher(type).matches()) {
            throw FetchException.lasting(
                    "unsupported_file_type",
                    "The address leads to " + type + ", which holds no text. Give that of a page, a text or a PDF.");
        }
        long most = settings.largestPage().toBytes();
        byte[] content = response.body(Long.MAX_VALUE).readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
        if (content.length > most) {
            response.cancel();
            throw FetchException.lasting(
                    "file_too_large", "The page is larger than " + (most >> 20) + " MB. Add its parts one by one.");
        }
        return new Answer.Page(
                response.url(),
                type,
                parts.length < 2
                        ? null
                        : parts[1].replaceFirst("(?i).*charset\\s*=\\s*\"?([\\w.:-]+).*", "$1")
                                .strip(),
                content,
                kept(response.header("ETag")),
                kept(response.header("Last-Modified")));
    }

    private static @Nullable String kept(@Nullable String header) {
        return header == null || header.length() > 500 ? null : header;
    }

    private static void requireGood(OutsideHttp.Response response, URI url) throws FetchException {
        int status = response.status();
        String host = url.getHost();
        if (status == 200 || status == 203) {
            return;
        }
        throw switch (status) {
            case 404, 410 ->
                FetchException.lasting(
                        "page_not_found",
                        "There is no such page at " + host + " (" + status + "). Look whether the address is right.");
            case 401, 403, 407, 451 ->
                FetchException.lasting(
                        "page_forbidden",
                        host + " does not show this page to programs (" + status
                                + "). If it needs a login, save it as a file and upload that.");
            case 408, 425, 429, 500, 502, 503, 504 ->
                FetchException.passing(
                        "page_unavailable",
                        host + " cannot answer at the moment (" + status + "). Fetch it again later.",
                        patience(response.header("Retry-After")));
            default ->
                FetchException.lasting(
                        "page_refused", host + " answered with status " + status + " instead of a page.");
        };
    }

    private static Duration patience(@Nullable String retryAfter) {
        if (retryAfter == null || !SECONDS.matcher(retryAfter.strip()).matches()) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    static FetchException unreachable(URI url, IOException cause) {
        String host = url.getHost();
        return switch (cause) {
            case ForbiddenAddressException e ->
                FetchException.of(
                        "address_not_allowed",
                        "The address leads to a private network, which is not fetched from. The operator can allow it.",
                        false,
                        e);
            case UnknownHostException e ->
                FetchException.of(
                        "host_not_found", "There is no host " + host + ". Look whether the address is right.", true, e);
            case SSLException e ->
                FetchException.of(
                        "page_unavailable",
                        host + " has no valid certificate, or cannot be spoken to safely.",
                        true,
                        e);
            default ->
                FetchException.of(
                        "page_unavailable",
                        host + " did not answer, or broke off (" + reason(cause) + "). Fetch it again later.",
                        true,
                        cause);
        };
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return message == null || message.length() > 120 ? cause.getClass().getSimpleName() : message;
    }
}
