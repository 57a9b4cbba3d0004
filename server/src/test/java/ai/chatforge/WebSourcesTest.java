package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.document.api.Sources;
import ai.chatforge.testkit.web.ScriptedSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Pages and sites as sources. */
class WebSourcesTest {
    private static final String WORDS =
            " This paragraph is long enough, with commas, and with more words, to be taken for"
                    + " the content of a page by whoever looks for it, be that a person, or a program.";

    private ScriptedSite site;
    private WebScene scene;

    @BeforeEach
    void start() throws IOException {
        site = ScriptedSite.start();
        scene = WebScene.make();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private static String page(String title, String text, String... links) {
        StringBuilder html = new StringBuilder("<!doctype html><html lang=en><head><title>" + title
                + " - Shop</title></head><body><nav><a href='/menu.html'>Menu of everything</a></nav>"
                + "<div class=cookie-banner>We use cookies</div><main><h1>" + title + "</h1><p>" + text + WORDS
                + "</p>");
        for (String link : links) {
            html.append("<p><a href='").append(link).append("'>More of it</a></p>");
        }
        return html + "</main><footer>Imprint and so on</footer></body></html>";
    }

    private JsonNode add(String path) {
        return scene.add(Map.of("type", "url", "url", site.url(path)));
    }

    private JsonNode crawl(String path, int depth, int pages) {
        return scene.add(Map.of("type", "url", "url", site.url(path), "crawl", Map.of("depth", depth, "pages", pages)));
    }

    @Test
    void ofAPageTheContentIsReadAndCited() {
        site.html("/shipping", page("Shipping", "Parcels to Norway take nine days."));

        JsonNode source = scene.ready(add("/shipping"));

        assertThat(source.path("title").asString()).isEqualTo("Shipping");
        assertThat(source.path("lastFetch").path("outcome").asString()).isEqualTo("changed");
        assertThat(scene.text(source))
                .contains("Shipping: ")
                .contains("nine days")
                .doesNotContain("Menu", "cookies", "Imprint");
        JsonNode citation = scene.cited("How long do parcels to Norway take?");
        assertThat(citation.path("url").asString()).isEqualTo(site.url("/shipping"));
        assertThat(scene.segments(source).path("items").path(0).path("url").asString())
                .isEqualTo(site.url("/shipping"));
        assertThat(citation.path("text").asString()).contains("nine days");
    }

    @Test
    void aSiteIsReadAsItsOwnersAllow() {
        site.text(
                        "/robots.txt",
                        "text/plain",
                        "User-agent: *\nDisallow: /help/secret\nSitemap: " + site.url("/map.xml"))
                .text(
                        "/map.xml",
                        "application/xml",
                        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>"
                                + site.url("/help/listed") + "</loc></url><url><loc>" + site.url("/blog/x")
                                + "</loc></url></urlset>")
                .html(
                        "/help/",
                        page(
                                "Help",
                                "Start.",
                                "a",
                                "a?utm_source=x#y",
                                "secret",
                                "/blog/",
                                "pic.jpg",
                                "http://other.test/"))
                .html("/help/a", page("Apples", "Apples are red in autumn.", "b", "double", "moved"))
                .html("/help/b", page("Pears", "Pears are green.", "deep"))
                .html("/help/deep", page("Deep", "Too deep."))
                .html("/help/secret", page("Secret", "Not for programs."))
                .html("/help/listed", page("Listed", "Plums are blue in summer."))
                .html("/blog/", page("Blog", "Elsewhere."))
                .html(
                        "/help/double",
                        page("Pears", "Pears again.").replace("<title>", "<link rel=canonical href='/help/b'><title>"))
                .redirect("/help/moved", "/help/b");

        JsonNode source = scene.ready(crawl("/help/", 2, 50));

        assertThat(source.path("pages").asInt()).isEqualTo(4);
        assertThat(scene.text(source))
                .contains("Apples are red in autumn", "Plums are blue", "Start.")
                .containsPattern("Pears (are green|again)")
                .doesNotContain("Too deep", "Not for programs", "Elsewhere");
        assertThat(site.requests()).doesNotContain("/help/secret", "/help/pic.jpg", "/blog/", "/blog/x", "/help/deep");
        assertThat(site.requests().stream().filter("/help/a"::equals)).hasSize(1);
        assertThat(site.mostAtOnce()).isEqualTo(1);
        assertThat(scene.cited("When are apples red?").path("url").asString()).isEqualTo(site.url("/help/a"));
        assertThat(scene.cited("When are plums blue?").path("url").asString()).isEqualTo(site.url("/help/listed"));
    }

    @Test
    void whatBecameOfEachPageIsTold() {
        site.text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /help/secret")
                .html("/help/", page("Help", "Start.", "a", "again", "secret", "gone"))
                .html("/help/a", page("Apples", "Apples are red in autumn."))
                .html("/help/again", page("Apples", "Apples are red in autumn."));

        JsonNode source = scene.ready(crawl("/help/", 1, 50));

        JsonNode pages = pages(source, "");
        assertThat(pages.path("counts").toString())
                .isEqualTo("{\"found\":0,\"read\":2,\"unchanged\":0,\"skipped\":1,\"failed\":2}");
        assertThat(pages.path("items").path(0).path("url").asString()).isEqualTo(site.url("/help/"));
        assertThat(pages(source, "?state=failed").path("items").toString())
                .contains("robots_disallowed", "page_not_found", site.url("/help/gone"))
                .doesNotContain(site.url("/help/a\""));
        JsonNode first = pages(source, "?limit=3");
        assertThat(first.path("items")).hasSize(3);
        JsonNode rest =
                pages(source, "?limit=3&cursor=" + first.path("nextCursor").asString());
        assertThat(rest.path("items")).hasSize(2);
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        assertThat(scene.segments(source).path("items").findValuesAsString("url"))
                .containsExactly(site.url("/help/"), site.url("/help/a"));
        assertThat(WebScene.SERVER
                        .get(scene.path(source) + "/pages?state=lost", scene.owner())
                        .status())
                .isEqualTo(400);
    }

    private JsonNode pages(JsonNode source, String query) {
        return WebScene.SERVER
                .get(scene.path(source) + "/pages" + query, scene.owner())
                .json();
    }

    @Test
    void oneThatFailedIsStartedWithoutTheOthers() {
        JsonNode one = add("/later");
        JsonNode other = add("/never");
        scene.failed(one);
        scene.failed(other);
        site.html("/later", page("Later", "Grapes are sweet in September."));
        site.forgetRequests();

        scene.send("POST", one, "/train");

        assertThat(scene.ready(one).path("title").asString()).isEqualTo("Later");
        assertThat(scene.get(other).path("status").asString()).isEqualTo("failed");
        assertThat(site.requests()).doesNotContain("/never");
        assertThat(scene.send("POST", one, "/train").path("status").asString()).isEqualTo("ready");
    }

    @Test
    void noMorePagesAreReadThanAskedFor() {
        for (int i = 0; i < 12; i++) {
            site.html("/p" + i, page("Page " + i, "Text " + i + ".", "/p" + (i + 1), "/p" + (i + 2)));
        }
        assertThat(scene.ready(crawl("/p0", 50, 5)).path("pages").asInt()).isEqualTo(5);
        assertThat(site.requests().stream().filter(path -> path.startsWith("/p")))
                .hasSize(5);
    }

    @Test
    void whatDidNotChangeIsLeftAsItIs() {
        Map<String, String> headers = Map.of("Content-Type", "text/html", "ETag", "\"1\"");
        site.page("/", new ScriptedSite.Page(200, headers, bytes(page("One", "First.", "/two"))))
                .html("/two", page("Two", "The second page is about rivers."));
        JsonNode source = scene.ready(crawl("/", 1, 10));
        String passage =
                scene.cited("What is the second page about?").path("passageId").asString();

        scene.send("POST", source, "/refetch");
        JsonNode again = scene.until(
                source, now -> now.path("lastFetch").path("outcome").asString().equals("unchanged"));

        assertThat(site.requests()).contains("/ 304");
        assertThat(scene.ready(again).path("pages").asInt()).isEqualTo(2);
        assertThat(scene.cited("What is the second page about?")
                        .path("passageId")
                        .asString())
                .isEqualTo(passage);
    }

    @Test
    void whatChangedTakesThePlaceOfWhatWasThereWhenItIsReady() {
        site.html("/", page("Prices", "A parcel costs seven crowns."));
        JsonNode source = scene.ready(add("/"));
        site.html("/", page("Prices", "A parcel costs eleven crowns."));
        site.hold();

        JsonNode pending = scene.send("POST", source, "/refetch");

        assertThat(pending.path("live").asBoolean()).isTrue();
        scene.until(source, now -> now.path("stage").asString("").equals("fetching"));
        assertThat(scene.text(source)).contains("seven");
        assertThat(scene.cited("What does a parcel cost?").path("text").asString())
                .contains("seven");
        // Again while it is under way: nothing more happens.
        assertThat(scene.send("POST", source, "/refetch").path("status").asString())
                .isEqualTo("processing");

        site.release();
        scene.ready(source);
        assertThat(scene.text(source)).contains("eleven").doesNotContain("seven");
        JsonNode citation = scene.cited("What does a parcel cost?");
        assertThat(citation.path("text").asString()).contains("eleven");
        assertThat(citation.path("url").asString()).isEqualTo(site.url("/"));
    }

    @ParameterizedTest
    @CsvSource({"404, page_not_found", "403, page_forbidden", "503, page_unavailable"})
    void aPageThatIsGoneLeavesWhatWasRead(int status, String code) {
        site.html("/", page("Prices", "A parcel costs seven crowns."));
        JsonNode source = scene.ready(add("/"));
        site.status("/", status);

        scene.send("POST", source, "/refetch");
        JsonNode after = scene.until(
                source,
                now -> now.path("lastFetch").path("outcome").asString().equals("failed")
                        && now.path("status").asString().equals("ready"));

        assertThat(after.path("error").path("code").asString()).isEqualTo(code);
        assertThat(after.path("lastFetch").path("message").asString()).contains(String.valueOf(status));
        assertThat(after.path("passages").asInt())
                .isEqualTo(source.path("passages").asInt());
        assertThat(scene.cited("What does a parcel cost?").path("text").asString())
                .contains("seven");

        site.html("/", page("Prices", "A parcel costs two crowns."));
        scene.send("POST", source, "/refetch");
        scene.until(
                source,
                now -> now.path("lastFetch").path("outcome").asString().equals("changed")
                        && now.path("status").asString().equals("ready"));
        assertThat(scene.text(source)).contains("two crowns");
        assertThat(scene.get(source).path("error").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.1.2.3/, address_not_allowed",
        "http://192.168.0.1:8080/, address_not_allowed",
        "http://172.16.0.1/, address_not_allowed",
        "http://93.184.216.34:25/, address_not_allowed",
        "http://169.254.169.254/latest/meta-data/, address_not_allowed",
        "http://nowhere.invalid/, host_not_found"
    })
    void addressesThatAreNotPublicAreNotFetched(String url, String code) {
        assertThat(scene.failed(scene.add(Map.of("type", "url", "url", url)))
                        .path("code")
                        .asString())
                .isEqualTo(code);
    }

    @Test
    void aRedirectToAPrivateAddressIsNotFollowed() {
        site.redirect("/", "http://192.168.7.7/admin");
        assertThat(scene.failed(add("/")).path("code").asString()).isEqualTo("address_not_allowed");
    }

    @Test
    void theSourceSaysWhyAPageCouldNotBeRead() {
        site.text("/robots.txt", "text/plain", "User-agent: ChatForge\nDisallow: /private")
                .html("/private", page("Private", "No."))
                .html("/scripts", "<!doctype html><html><body><script>document.write('x')</script></body></html>")
                .html(
                        "/noindex",
                        page("No", "Not kept.").replace("<title>", "<meta name=robots content=noindex><title>"))
                .page("/picture", new ScriptedSite.Page(200, Map.of("Content-Type", "image/png"), new byte[] {1}))
                .page("/big", new ScriptedSite.Page(200, Map.of("Content-Type", "text/plain"), new byte[21 << 20]))
                .redirect("/loop", "/loop");
        Map<String, String> codes = Map.of(
                "/private", "robots_disallowed",
                "/scripts", "no_text",
                "/noindex", "robots_disallowed",
                "/picture", "unsupported_file_type",
                "/big", "file_too_large",
                "/loop", "page_unavailable",
                "/missing", "page_not_found");
        codes.forEach((path, code) -> {
            JsonNode error = scene.failed(add(path));
            assertThat(error.path("code").asString()).as(path).isEqualTo(code);
            assertThat(error.path("message").asString()).isNotBlank();
        });
    }

    @Test
    void textsAndOtherEncodingsAreRead() {
        site.text("/plain.txt", "text/plain", "Plain words about bananas.")
                .page(
                        "/latin",
                        new ScriptedSite.Page(
                                200,
                                Map.of("Content-Type", "text/html; charset=ISO-8859-1"),
                                page("Café", "Crème brûlée.").getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(scene.text(scene.ready(add("/plain.txt")))).contains("bananas");
        assertThat(scene.text(scene.ready(add("/latin")))).contains("Crème brûlée");
    }

    @Test
    void pagesThatLeadOutOfTheSiteAreNotOfIt() throws IOException {
        try (ScriptedSite other = ScriptedSite.start()) {
            other.html("/in", page("Sign in", "Type your password."));
            site.html("/help/", page("Help", "Start.", "account", "inside"))
                    .html("/login", page("Login", "Type your name."))
                    .redirect("/help/account", other.url("/in"))
                    .redirect("/help/inside", "/login");

            JsonNode source = scene.ready(crawl("/help/", 2, 50));

            assertThat(source.path("pages").asInt()).isEqualTo(1);
            assertThat(scene.text(source)).contains("Start.").doesNotContain("password", "your name");
        }
    }

    @Test
    void aPageThatFailsForAWhileIsNotLostByARefresh() {
        site.html("/", page("One", "First.", "/two", "/three"))
                .html("/two", page("Two", "The second page is about rivers."))
                .html("/three", page("Three", "The third page is about lakes."));
        JsonNode source = scene.ready(crawl("/", 1, 10));
        site.html("/", page("One", "Changed.", "/two", "/three"))
                .status("/two", 503)
                .status("/three", 404);

        scene.send("POST", source, "/refetch");
        scene.until(source, now -> scene.text(source).contains("Changed"));

        assertThat(scene.ready(source).path("pages").asInt()).isEqualTo(2);
        assertThat(scene.text(source)).contains("about rivers").doesNotContain("about lakes");
        assertThat(scene.cited("What is the second page about?").path("url").asString())
                .isEqualTo(site.url("/two"));
    }

    @Test
    void theAddressesOfALearnOnlySiteAreKnownToThoseWhoWithholdThem() {
        site.html("/manual", page("Manual", "Start.", "/prices")).html("/prices", page("Prices", "A pump costs ten."));
        JsonNode source = scene.ready(scene.add(Map.of(
                "type", "url", "url", site.url("/manual"), "citable", false, "crawl", Map.of("depth", 1, "pages", 5))));
        UUID tenant = UUID.fromString(WebScene.SERVER
                .database()
                .asSuperuser("select tenant_id::text from document.source where id = '"
                        + source.path("id").asString() + "'")
                .getFirst());
        UUID id = UUID.fromString(source.path("id").asString());
        Sources.Places places = new Sources.Places(
                tenant,
                UUID.fromString(scene.bot()),
                List.of(new Sources.Place(id, 0), new Sources.Place(id, 1), new Sources.Place(id, 99)));
        Sources sources = WebScene.SERVER.context().getBean(Sources.class);

        assertThat(sources.found(places).unspoken())
                .contains(id.toString(), "Manual", site.url("/manual"), site.url("/prices"));

        // While it is fetched again, what is found is that of before.
        site.hold();
        scene.send("POST", source, "/refetch");
        scene.until(source, now -> now.path("stage").asString("").equals("fetching"));
        assertThat(sources.found(places).unspoken()).contains(site.url("/prices"));
        site.release();
        scene.until(
                source, now -> now.path("lastFetch").path("outcome").asString().equals("unchanged"));
        assertThat(sources.found(places).sources()).containsExactly(Sources.SourceInfo.unspoken(id));

        scene.send("PATCH", source, "", Map.of("citable", true));
        assertThat(sources.found(places).unspoken()).isEmpty();
        assertThat(sources.found(places).sources())
                .singleElement()
                .returns("Manual", Sources.SourceInfo::title)
                .returns(true, Sources.SourceInfo::citable);
    }

    @Test
    void aPageThatFailsOnceIsAskedAgain() {
        site.html("/", page("Late", "It works now.")).failOnce("/");
        assertThat(scene.text(scene.ready(add("/")))).contains("works now");
        assertThat(site.requests().stream().filter("/"::equals)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'url'}",
                "{'type':'url','url':'javascript:alert(1)'}",
                "{'type':'url','url':'https://www.youtube.com/watch?v=dQw4w9WgXcQ'}",
                "{'type':'url','url':'https://example.com/','text':'x'}",
                "{'type':'url','url':'https://example.com/','crawl':{'depth':-1}}",
                "{'type':'url','url':'https://example.com/','crawl':{'pages':0}}",
                "{'type':'url','url':'https://example.com/','crawl':{'every':1}}",
                "{'type':'url','url':'https://example.com/','refresh':'hourly'}",
                "{'type':'text','title':'x'}",
                "{'type':'text','title':'x','text':'y','refresh':'daily'}",
                "{'type':'video'}",
                "{'type':'video','url':'https://vimeo.com/1'}",
                "{'type':'video','url':'https://youtu.be/dQw4w9WgXcQ','transcript':'no times'}",
                "{'type':'qa','title':'x'}",
                "{'type':'qa','title':'x','pairs':[]}",
                "{'type':'qa','title':'x','pairs':[{'question':'a'}]}",
                "{'type':'qa','pairs':[{'question':'a','answer':'b'}]}",
                "{'type':'qa','title':'x','pairs':[null]}",
                "{'type':'qa','title':'x','pairs':[{'question':'a','answer':'\\u00a0\\u2003\\u200b'}]}",
                "{'type':'qa','title':'x','pairs':[{'question':'a','answer':'\\ud800\\u0085'}]}",
                "{'type':'qa','title':'x','pairs':[{'question':'\\u3000','answer':'b'}]}",
                "{'type':'text','title':'x','text':'\\u00a0'}",
                "{'type':'text','title':'\\u00a0','text':'y'}",
                "{'type':'file','title':'x'}",
                "{'type':'podcast'}"
            })
    void whatIsMissingOrWrongIsSaid(String body) {
        RunningServer.Answer answer =
                WebScene.SERVER.send("POST", scene.sources(), scene.owner(), body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString()).isNotBlank();
    }

    @Test
    void itIsFetchedAgainAsPlanned() {
        site.html("/", page("Prices", "A parcel costs seven crowns."));
        JsonNode source = scene.ready(scene.add(Map.of("type", "url", "url", site.url("/"), "refresh", "weekly")));
        assertThat(source.path("nextFetchAt").isNull()).isFalse();
        site.html("/", page("Prices", "A parcel costs three crowns."));

        WebScene.SERVER
                .database()
                .asSuperuser("update document.scheduled_tasks set execution_time = now()"
                        + " where task_name = 'fetch-source-again' and task_instance like '"
                        + source.path("id").asString() + "%'");

        scene.until(source, now -> scene.text(source).contains("three crowns"));
        assertThat(scene.get(source).path("nextFetchAt").asString())
                .isGreaterThan(source.path("nextFetchAt").asString());
        JsonNode never = WebScene.SERVER
                .send("PATCH", scene.path(source), scene.owner(), Map.of("refresh", "never"))
                .json();
        assertThat(never.path("nextFetchAt").isNull()).isTrue();
        assertThat(List.of("never")).contains(never.path("refresh").asString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
