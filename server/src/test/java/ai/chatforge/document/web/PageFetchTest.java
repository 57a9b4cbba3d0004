package ai.chatforge.document.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.document.web.PageFetch.Answer;
import ai.chatforge.document.web.PageFetch.Known;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.http.OutsideSettings;
import ai.chatforge.testkit.web.ScriptedSite;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Manners towards the hosts of pages. */
class PageFetchTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final WebSettings SETTINGS = new WebSettings(
            Duration.ZERO, Duration.ofSeconds(10), DataSize.ofMegabytes(1), URI.create("https://youtube.test"));

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final HostTurns turns = new HostTurns(clock);
    private ScriptedSite site;
    private ScriptedSite other;
    private OutsideHttp http;
    private PageFetch fetch;

    @BeforeEach
    void start() throws IOException {
        site = ScriptedSite.start();
        other = ScriptedSite.start();
        http = new OutsideHttp(new OutsideSettings(List.of("127.0.0.0/8")));
        fetch = new PageFetch(http, SETTINGS, turns, clock);
        site.html("/", "<p>Hello</p>");
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        site.close();
        other.close();
    }

    private Answer page(String path) throws FetchException {
        return fetch.page(URI.create(site.url(path)), Known.NOTHING);
    }

    private void assertFails(String path, String code) {
        assertThatThrownBy(() -> page(path)).isInstanceOfSatisfying(FetchException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"429|120|120", "503|Sun, 01 Mar 2026 12:02:00 GMT|120", "503|86400|600", "503|soon|0", "500|-5|0"})
    void aHostThatAsksForItIsLeftAlone(int status, String retryAfter, long seconds) throws FetchException {
        site.page("/busy", new ScriptedSite.Page(status, Map.of("Retry-After", retryAfter), new byte[0]));

        assertFails("/busy", "page_unavailable");

        Answer next = page("/");
        if (seconds == 0) {
            assertThat(next).isInstanceOf(Answer.Page.class);
        } else {
            assertThat(next).isEqualTo(new Answer.Later(NOW.plusSeconds(seconds)));
            assertThat(site.requests()).containsExactly("/robots.txt", "/busy");
        }
    }

    @Test
    void whereARedirectLeadsIsAskedForFirst() throws FetchException {
        site.text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /secret")
                .html("/secret", "<p>Not for programs</p>")
                .redirect("/inside", "/secret")
                .redirect("/outside", other.url("/secret"))
                .redirect("/allowed", other.url("/page"));
        other.text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /secret")
                .html("/secret", "<p>Not for programs</p>")
                .html("/page", "<p>For all</p>");

        assertFails("/inside", "robots_disallowed");
        assertFails("/outside", "robots_disallowed");

        assertThat(site.requests()).containsExactly("/robots.txt", "/inside", "/outside");
        assertThat(other.requests()).containsExactly("/robots.txt");
        assertThat(page("/allowed")).isInstanceOfSatisfying(Answer.Page.class, page -> assertThat(page.url())
                .hasToString(other.url("/page")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"noindex", "nofollow, noindex", "NONE", "chatforge: noindex", "max-snippet, noindex"})
    void whatIsNotToBeKeptIsNot(String header) {
        site.page("/", new ScriptedSite.Page(200, Map.of("X-Robots-Tag", header), new byte[] {'x'}));
        assertFails("/", "robots_disallowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nofollow", "googlebot: noindex", "otherbot: nofollow, noindex", "noindexing"})
    void whatIsSaidToOthersDoesNotCount(String header) throws FetchException {
        site.page("/", new ScriptedSite.Page(200, Map.of("X-Robots-Tag", header), new byte[] {'x'}));
        assertThat(page("/")).isInstanceOf(Answer.Page.class);
    }

    @Test
    void aHostIsAskedByOneAtATimeAndRestsAfterwards() {
        assertThat(turns.begin("a.test")).isEmpty();
        assertThat(turns.begin("b.test")).isEmpty();
        // Nobody knows when it will be free.
        assertThat(turns.begin("a.test")).contains(NOW.plusSeconds(1));
        turns.end("a.test", Duration.ofSeconds(30));
        assertThat(turns.begin("a.test")).contains(NOW.plusSeconds(30));
        turns.end("b.test", Duration.ZERO);
        assertThat(turns.begin("b.test")).isEmpty();
    }
}
