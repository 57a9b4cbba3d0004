package ai.chatforge.document.web;

import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.UnknownFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages that a site lists itself. What is wrong with a sitemap only means that links have to do. */
public final class Sitemaps {
    private static final Logger LOG = LoggerFactory.getLogger(Sitemaps.class);
    private static final int FILES = 10;
    private static final int LARGEST = 10 << 20;
    /** With the pauses that the host asks for. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final OutsideHttp http;
    private final Visits visits;
    private final WebSettings settings;
    private final Clock clock;

    public Sitemaps(OutsideHttp http, PageFetch pages, WebSettings settings, Clock clock) {
        this.http = http;
        this.visits = pages.visits();
        this.settings = settings;
        this.clock = clock;
    }

    /** @return of the site that begins at the page, at most so many */
    public List<URI> of(URI start, int most) {
        Instant end = clock.instant().plus(LONGEST);
        Set<URI> found = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(listed(start));
        for (int file = 0; file < FILES && !next.isEmpty() && found.size() < most; file++) {
            read(start, next.poll(), next, found, most, end);
        }
        return List.copyOf(found);
    }

    private List<String> listed(URI start) {
        try {
            List<String> named = visits.inTurn(start, LONGEST, Robots::sitemaps);
            return named.isEmpty() ? List.of(WebAddress.origin(start) + "/sitemap.xml") : named;
        } catch (IOException e) {
            return List.of();
        }
    }

    private void read(URI start, String address, Deque<String> next, Set<URI> found, int most, Instant end) {
        URI url = WebAddress.normal(address).orElse(null);
        if (url == null || clock.instant().isAfter(end)) {
            return;
        }
        try {
            byte[] content = visits.inTurn(url, Duration.between(clock.instant(), end), rules -> fetch(url));
            AbstractSiteMap map = new SiteMapParser(false).parseSiteMap(content, url.toURL());
            if (map instanceof SiteMapIndex index) {
                index.getSitemaps().forEach(one -> next.add(one.getUrl().toString()));
            } else if (map instanceof SiteMap list) {
                list.getSiteMapUrls().stream()
                        .filter(Objects::nonNull)
                        .flatMap(page -> WebAddress.normal(page.getUrl().toString()).stream())
                        .filter(page -> WebAddress.isWithin(start, page))
                        .limit(most)
                        .forEach(found::add);
            }
        } catch (IOException | UnknownFormatException | RuntimeException e) {
            LOG.debug("No sitemap at {}", url, e);
        }
    }

    private byte[] fetch(URI url) throws IOException {
        OutsideHttp.Request request =
                new OutsideHttp.Request("GET", url, Map.of(), null, "", settings.timeout(), settings.timeout());
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.PUBLIC_ONLY)) {
            if (response.status() != 200) {
                throw new IOException("Status " + response.status());
            }
            byte[] content = response.body(LARGEST).readAllBytes();
            // Unpacked here, because here it is known how far.
            return content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b ? unpacked(content) : content;
        }
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException("The sitemap unpacks to more than " + LARGEST + " bytes");
            }
            return content;
        }
    }
}
