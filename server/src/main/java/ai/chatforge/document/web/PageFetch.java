package ai.chatforge.document.web;

import ai.chatforge.platform.http.ForbiddenAddressException;
import ai.chatforge.platform.http.ForbiddenPortException;
import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Fetches pages as their hosts allow it. */
public final class PageFetch {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    /** For everybody, or for this program; not what is said to others by name. */
    private static final Pattern NO_INDEX =
            Pattern.compile("(?i)(?:\\s*chatforge\\s*:)?(?:[^:]*[\\s,])?\\s*(?:noindex|none)\\b.*");

    private static final Pattern PLAIN = Pattern.compile("\\P{Cc}*");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final Pattern NO_TEXT = Pattern.compile("(image|audio|video|font|model)/.*|application/(zip|gzip"
            + "|x-(tar|gzip|7z-compressed|rar-compressed|bzip2|msdownload|shockwave-flash)|java-archive|wasm"
            + "|octet-stream-install)");

    private final OutsideHttp http;
    private final WebSettings settings;
    private final Visits visits;
    private final Clock clock;

    public PageFetch(OutsideHttp http, WebSettings settings, HostTurns turns, Clock clock) {
        this.http = http;
        this.settings = settings;
        this.visits = new Visits(http, settings, turns);
        this.clock = clock;
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
        Optional<Instant> later = visits.later(url.getHost());
        if (later.isPresent()) {
            return new Answer.Later(later.get());
        }
        try (Visits.Visit visit = visits.begun(url.getHost())) {
            return fetch(url, known, visit);
        } catch (FetchException e) {
            throw e;
        } catch (IOException e) {
            throw unreachable(url, e);
        }
    }

    Visits visits() {
        return visits;
    }

    private Answer fetch(URI url, Known known, Visits.Visit visit) throws IOException {
        visit.requireAllowed(url);
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
        try (OutsideHttp.Response response = http.follow(request, OutsideAccess.PUBLIC_ONLY, visit::goOnTo)) {
            if (response.status() == 304 && (known.etag() != null || known.lastModified() != null)) {
                return new Answer.Unchanged();
            }
            requireGood(response, visit);
            return page(response);
        }
    }

    private static void requireWanted(OutsideHttp.Response response) throws FetchException {
        String asked = response.header("X-Robots-Tag");
        if (asked != null && NO_INDEX.matcher(asked).matches()) {
            throw FetchException.lasting("robots_disallowed", "The page asks programs not to keep it (noindex).");
        }
    }

    private Answer.Page page(OutsideHttp.Response response) throws IOException {
        requireWanted(response);
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

    private void requireGood(OutsideHttp.Response response, Visits.Visit visit) throws FetchException {
        int status = response.status();
        String host = response.url().getHost();
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
            case 408, 425, 429, 500, 502, 503, 504 -> {
                Duration patience = patience(response.header("Retry-After"));
                visit.leaveAlone(host, patience);
                yield FetchException.passing(
                        "page_unavailable",
                        host + " cannot answer at the moment (" + status + "). Fetch it again later.",
                        patience);
            }
            default ->
                FetchException.lasting(
                        "page_refused", host + " answered with status " + status + " instead of a page.");
        };
    }

    private Duration patience(@Nullable String retryAfter) {
        Duration asked = retryAfter == null ? Duration.ZERO : wait(retryAfter.strip());
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked.isNegative() ? Duration.ZERO : asked;
    }

    private Duration wait(String retryAfter) {
        if (SECONDS.matcher(retryAfter).matches()) {
            return Duration.ofSeconds(Long.parseLong(retryAfter));
        }
        try {
            Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(retryAfter, Instant::from);
            return Duration.between(clock.instant(), then);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
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
            case ForbiddenPortException e ->
                FetchException.of("address_not_allowed", reason(e) + ". Look whether the address is right.", false, e);
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
        // Some repeat what the other side sent.
        return message == null
                        || message.length() > 120
                        || !PLAIN.matcher(message).matches()
                ? cause.getClass().getSimpleName()
                : message;
    }
}
