package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** From sign-up to a cited answer out of documents that other people wrote. The same however ChatForge is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StorySuite {
    private final Installation installation;
    private Client owner;
    private String bot;

    StorySuite(Installation installation) {
        this.installation = installation;
    }

    @BeforeAll
    void aBotThatReadTwoManuals() {
        owner = installation.signUp();
        bot = owner.makeBot("Manuals");
        owner.upload(bot, "bzip2-manual.pdf", Documents.BZIP2).ok();
        owner.upload(bot, "writer2latex-manual.docx", Documents.WRITER2LATEX).ok();
        assertThat(owner.awaitTrained(bot))
                .extracting(source -> source.path("status").asString())
                .containsOnly("ready");
    }

    @Test
    void anAnswerCitesThePageThatHoldsIt() {
        JsonNode message = owner.ask(bot, "What delimits the compressed representation of each block?");
        assertThat(message.path("content").asString()).contains("48-bit pattern");
        JsonNode citation = message.path("citations").path(0);
        assertThat(citation.path("title").asString()).isEqualTo("bzip2-manual.pdf");
        assertThat(citation.path("page").asInt()).isEqualTo(9);
        assertThat(passageOf(citation)).isEqualTo(citation.path("text").asString());
    }

    @Test
    void anAnswerCitesTheSectionThatHoldsIt() {
        JsonNode message = owner.ask(bot, "What does XHTML 1.0 strict create?");
        assertThat(message.path("content").asString()).contains("compatible with the older HTML 4 standard");
        JsonNode citation = message.path("citations").path(0);
        assertThat(citation.path("section").asString()).contains("Writer2xhtml");
        assertThat(passageOf(citation)).isEqualTo(citation.path("text").asString());
    }

    private String passageOf(JsonNode citation) {
        String text = owner.get("/api/chatbots/" + bot + "/sources/"
                        + citation.path("sourceId").asString() + "/segments?limit=1&from="
                        + citation.path("segment").asInt())
                .ok()
                .json()
                .path("items")
                .path(0)
                .path("text")
                .asString();
        return text.substring(
                citation.path("start").asInt(), citation.path("end").asInt());
    }

    @Test
    void theCitedFileItselfCanBeOpened() {
        JsonNode source = owner.get("/api/chatbots/" + bot + "/sources")
                .json()
                .path("items")
                .path(0);
        Answer link = owner.send(
                        "POST",
                        "/api/chatbots/" + bot + "/sources/" + source.path("id").asString() + "/file-link",
                        null)
                .ok();
        Answer file = installation.anonymous().get(link.text("url")).ok();
        assertThat(file.header("content-type"))
                .isEqualTo(source.path("mediaType").asString());
        assertThat(file.header("content-length"))
                .isEqualTo(source.path("sizeBytes").asString());
    }

    @Test
    void whatTheSourcesDoNotSayIsNotAnswered() {
        JsonNode message = owner.ask(bot, "Who won the football world cup in 1954?");
        assertThat(message.path("content").asString()).contains("found no answer");
        assertThat(message.path("citations").size()).isZero();
    }

    @Test
    void anAnswerComesInPiecesAndCanBeFollowedFromAnyOfThem() {
        List<Events.Event> all;
        try (Events events = owner.stream(bot, "How is memory use determined while decompressing?")) {
            assertThat(events.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            all = events.all();
        }
        assertThat(all)
                .extracting(Events.Event::name)
                .startsWith("start")
                .contains("delta", "citations")
                .endsWith("done");
        String message = all.getLast().data().path("message").path("id").asString();
        try (Events again = owner.events(owner.request("/api/chat/messages/" + message + "/stream")
                .header("Last-Event-ID", all.get(1).id())
                .build())) {
            assertThat(again.all()).isEqualTo(all.subList(2, all.size()));
        }
    }

    @Test
    void progressIsToldWhileADocumentIsRead() {
        String other = owner.makeBot("Progress");
        try (Events events = owner.events(
                owner.request("/api/chatbots/" + other + "/status/events").build())) {
            assertThat(events.next()).isPresent();
            owner.upload(other, "mpich-user-guide.pdf", Documents.MPICH).ok();
            await().atMost(Duration.ofMinutes(2)).until(() -> events.next()
                    .map(event -> event.data().path("status").asString())
                    .filter("ready"::equals)
                    .isPresent());
        }
    }

    @Test
    void aConversationGoesOnAndIsFoundAgain() {
        String conversation = owner.post("/api/chat", Map.of("botId", bot, "content", "What is bzip2recover for?"))
                .ok()
                .text("conversationId");
        owner.post("/api/chat", Map.of("conversationId", conversation, "content", "And who wrote it?"))
                .ok();
        JsonNode stored =
                owner.get("/api/chat/conversations/" + conversation).ok().json();
        assertThat(stored.path("messages").size()).isEqualTo(4);
        assertThat(owner.get("/api/chat/conversations?botId=" + bot).body()).contains(conversation);
    }

    @Test
    void aPublicBotAnswersVisitorsAndKeepsThemApart() {
        String open = owner.post("/api/chatbots", Map.of("name", "Open bot", "visibility", "public"))
                .ok()
                .text("id");
        Client visitor = installation.anonymous();
        Answer answer =
                visitor.post("/api/chat/" + open, Map.of("content", "Hello")).ok();
        String history = "/api/chat/" + open + "/history";
        Answer own = Http.send(visitor.request(history)
                .header("X-Visitor-Id", answer.header("x-visitor-id"))
                .build());
        assertThat(own.json().path("messages").size()).isEqualTo(2);
        assertThat(visitor.get(history).json().path("messages").size()).isZero();
        assertThat(visitor.post("/api/chat/" + bot, Map.of("content", "Hello")).status())
                .isEqualTo(404);
    }

    @Test
    void anIdempotencyKeyMakesOneOfTwoCalls() {
        String key = UUID.randomUUID().toString();
        String path = "/api/chatbots/" + owner.makeBot("Once") + "/sources";
        Map<String, String> headers = Map.of("Idempotency-Key", key);
        Answer first = owner.upload(path, "hours.txt", BodyPublishers.ofString("Open from ten to two."), headers)
                .ok();
        Answer second = owner.upload(path, "hours.txt", BodyPublishers.ofString("Open from ten to two."), headers)
                .ok();
        assertThat(second.text("id")).isEqualTo(first.text("id"));
        assertThat(owner.get(path).json().path("items").size()).isEqualTo(1);
    }

    @Test
    void aDeletedBotTakesItsKnowledgeAlong() {
        String gone = owner.makeBot("Gone");
        owner.addText(gone, "Secret", "The password of the safe is swordfish.").ok();
        owner.awaitTrained(gone);
        String source = owner.get("/api/chatbots/" + gone + "/sources")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        owner.send("DELETE", "/api/chatbots/" + gone, null).ok();
        assertThat(owner.post("/api/chat", Map.of("botId", gone, "content", "The password?"))
                        .status())
                .isEqualTo(404);
        await().until(() ->
                owner.get("/api/chatbots/" + gone + "/sources/" + source).status() == 404);
    }

    @Test
    void nobodyFromOutsideReachesInternalRoutes() {
        assertThat(owner.post("/internal/vector/search", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void noHeaderIsSetTwice() {
        for (String path : List.of("/api/users/me", "/api/chatbots/" + bot + "/sources", "/api/chat/models")) {
            Map<String, List<String>> headers =
                    new HashMap<>(owner.get(path).ok().headers());
            headers.remove("vary");
            List<String> cookies = Objects.requireNonNullElse(headers.remove("set-cookie"), List.of());
            assertThat(headers.values()).as(path + " " + headers).allSatisfy(values -> assertThat(values)
                    .hasSize(1));
            assertThat(cookies.stream().map(cookie -> cookie.split("=", 2)[0]))
                    .as(path)
                    .doesNotHaveDuplicates();
        }
    }
}
