package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.chat.guard.Disguise;
import ai.chatforge.chat.guard.LeakInspector;
import ai.chatforge.chat.guard.Pieces;
import ai.chatforge.chat.guard.SecretTexts;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** A model that prints its whole prompt, asked over HTTP: nothing of a learn-only source comes out anywhere. */
class LearnOnlyTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final LeakyModel MODEL = new LeakyModel();
    private static final RunningServer SERVER = RunningServer.with(MODEL.options());
    private static final List<String> SECRET = SecretTexts.PASSAGES.subList(0, 3);
    private static final String TITLE = "Partner rebates 2026 (confidential)";
    private static final String QUESTION = "What is the rebate, when does the shop open, and who rotates the password?";
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    private static String owner;
    private static String bot;
    private static String secretSource;
    private static LeakInspector inspector;

    @BeforeAll
    static void aBotThatKnowsSecrets() {
        owner = SERVER.signUp();
        Map<String, Object> settings = Map.of("name", "Shop", "visibility", "public", "provider", "leaky");
        bot = SERVER.send("POST", "/api/chatbots", owner, settings)
                .json()
                .path("id")
                .asString();
        secretSource = add(TITLE, String.join("\n\n", SECRET), false);
        add("Opening hours", String.join("\n\n", SecretTexts.CITABLE), true);
        await().atMost(Duration.ofMinutes(2)).until(() -> SERVER.get(sources("").replace("/sources", "/status"), owner)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
        inspector = new LeakInspector(SECRET, List.of(TITLE, secretSource));
        LOG.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(LOG);
    }

    @AfterAll
    static void end() {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(LOG);
        SERVER.context().close();
        MODEL.close();
    }

    private static String sources(String rest) {
        return "/api/chatbots/" + bot + "/sources" + rest;
    }

    private static String add(String title, String text, boolean citable) {
        RunningServer.Answer added = SERVER.send(
                "POST", sources(""), owner, Map.of("type", "text", "title", title, "text", text, "citable", citable));
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        return added.json().path("id").asString();
    }

    private static RunningServer.Answer ask(String model, boolean stream, @Nullable String conversation) {
        Map<String, Object> body = new HashMap<>(
                Map.of("botId", bot, "content", QUESTION, "provider", "leaky", "model", model, "stream", stream));
        if (conversation != null) {
            body.put("conversationId", conversation);
        }
        return SERVER.send("POST", "/api/chat", owner, body);
    }

    private static RunningServer.Answer askPublic(String model, @Nullable String visitor, boolean stream) {
        Map<String, Object> chosen = new HashMap<>(Map.of("provider", "leaky", "model", model));
        chosen.put(
                "version",
                SERVER.get("/api/chatbots/" + bot, owner).json().path("version").asInt());
        assertThat(SERVER.send("PATCH", "/api/chatbots/" + bot, owner, chosen).status())
                .isEqualTo(200);
        HttpRequest.Builder request = SERVER.request("/api/chat/" + bot).header("Content-Type", "application/json");
        if (visitor != null) {
            request.header("X-Visitor-Id", visitor);
        }
        return SERVER.send(request.POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("content", QUESTION, "stream", stream))))
                .build());
    }

    private static List<String> leaks(Disguise disguise, String body, String text) {
        List<String> leaks = new ArrayList<>(inspector.leaks(body));
        leaks.addAll(inspector.leaks(text));
        leaks.addAll(inspector.leaks(disguise.read(text)));
        return leaks;
    }

    @Test
    void nothingPrivateComesOutOfAnyRouteInAnyDisguise() throws Exception {
        List<String> leaks = new ArrayList<>();
        List<String> said = new ArrayList<>();
        List<Pieces> pieces = List.of(Pieces.values());
        String visitor = null;
        int attack = 0;
        for (Disguise disguise : Disguise.values()) {
            for (int route = 0; route < 4; route++) {
                Pieces some = pieces.get(attack++ % pieces.size());
                String model = LeakyModel.of(disguise, some);
                boolean stream = route % 2 == 0;
                RunningServer.Answer answer;
                if (route < 2) {
                    answer = ask(model, stream, null);
                } else {
                    answer = askPublic(model, visitor, stream);
                    visitor = visitor == null ? answer.header("x-visitor-id") : visitor;
                }
                String text = AnswerTexts.of(answer, stream);
                leaks(disguise, answer.body(), text).forEach(leak -> leaks.add(model + " " + leak + " IN " + text));
                said.add(text.strip());
                if (stream) {
                    String again = AnswerTexts.of(resumed(answer), true);
                    assertThat(text).endsWith(again);
                }
            }
        }
        assertThat(leaks).as("of %d answers", said.size()).isEmpty();
        RunningServer.Answer history = SERVER.send(SERVER.request("/api/chat/" + bot + "/history")
                .header("X-Visitor-Id", String.valueOf(visitor))
                .build());
        assertThat(history.json().path("messages").size()).isPositive();
        history.json()
                .path("messages")
                .valueStream()
                .filter(message -> message.path("role").asString().equals("assistant"))
                .forEach(message -> assertThat(said)
                        .contains(message.path("content").asString().strip()));
        whatIsKeptIsWhatWasSaid(said);
    }

    /** Whole and streamed, as completion and response, as text and as JSON. */
    @Test
    void nothingPrivateComesOutByTheApiOfOpenAi() {
        String key = key(owner, bot);
        List<String> leaks = new ArrayList<>();
        List<Pieces> pieces = List.of(Pieces.values());
        int attack = 0;
        for (Disguise disguise : Disguise.values()) {
            String model = LeakyModel.of(disguise, pieces.get(attack % pieces.size()));
            boolean stream = attack % 2 == 0;
            boolean completion = attack % 4 < 2;
            Map<String, Object> body = new HashMap<>(Map.of("model", model, "stream", stream));
            if (completion) {
                body.put("messages", List.of(Map.of("role", "user", "content", QUESTION)));
                body.put("response_format", Map.of("type", attack % 8 < 4 ? "text" : "json_object"));
            } else {
                body.put("input", QUESTION);
            }
            attack++;
            RunningServer.Answer answer =
                    SERVER.send("POST", completion ? "/v1/chat/completions" : "/v1/responses", key, body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            String text = AnswerTexts.compatible(answer, stream, completion);
            assertThat(text).isNotBlank();
            leaks(disguise, answer.body(), text).forEach(leak -> leaks.add(model + " " + leak + " IN " + text));
        }
        assertThat(leaks).as("of %d answers", attack).isEmpty();
    }

    private static String key(String who, String of) {
        Map<String, Object> wish = Map.of("name", "Program", "scopes", List.of("chat"));
        return SERVER.send("POST", "/api/chatbots/" + of + "/keys", who, wish)
                .json()
                .path("secret")
                .asString();
    }

    private static RunningServer.Answer resumed(RunningServer.Answer streamed) {
        String id =
                streamed.body().replaceAll("(?s).*event: done\ndata: \\{\"message\":\\{\"id\":\"([^\"]+)\".*", "$1");
        HttpRequest.Builder request = SERVER.request("/api/chat/messages/" + id + "/stream")
                .header("Authorization", "Bearer " + owner)
                .header("Last-Event-ID", "2");
        RunningServer.Answer answer = SERVER.send(request.build());
        // A visitor's answer is nobody else's.
        return answer.status() == 404 ? new RunningServer.Answer(200, "", Map.of()) : answer;
    }

    /** In the database, in the owner's export and in histories stands what was looked at already, or less. */
    private static void whatIsKeptIsWhatWasSaid(List<String> said) throws Exception {
        List<String> kept = SERVER.database()
                .asSuperuser("select m.content from chat.message m join chat.conversation c on c.id = m.conversation_id"
                        + " where m.role = 'assistant' and m.content <> '' and c.bot_id = '" + bot + "'");
        assertThat(kept).isNotEmpty();
        assertThat(said).containsAll(kept.stream().map(String::strip).toList());
        assertThat(SERVER.database()
                        .asSuperuser("select sum(withheld)::text from chat.message")
                        .getFirst())
                .satisfies(sum -> assertThat(Integer.parseInt(sum)).isGreaterThan(50));
        assertThat(inspector.leaks(
                        String.join(" ", SERVER.database().asSuperuser("select title from chat.conversation"))))
                .isEmpty();
        assertThat(SERVER.database()
                        .asSuperuser(
                                "select citations from chat.message where citations like '%" + secretSource + "%'"))
                .isEmpty();
        List<String> exported = AnswerTexts.exported(SERVER, owner).stream()
                .map(line -> JSON.readTree(line).path("content").asString().strip())
                // an answer that failed before its first word
                .filter(content -> !content.isEmpty())
                .toList();
        assertThat(exported).isNotEmpty();
        assertThat(said).containsAll(exported);
    }

    @Test
    void theModelIsNotToldWhereThePrivatePartIsFrom() {
        ask(LeakyModel.of(Disguise.PLAIN, Pieces.WORDS), false, null);

        List<String> told = MODEL.prompts().stream()
                .filter(prompt -> prompt.startsWith("You are Shop"))
                .toList();
        assertThat(told).isNotEmpty().allSatisfy(prompt -> assertThat(prompt)
                .contains("PRIVATE BACKGROUND")
                .doesNotContain(TITLE, secretSource));
    }

    @Test
    void namesDoNotComeOutEvenWhenTheModelKnowsThem() {
        MODEL.names("It is in " + TITLE + ", which is " + secretSource + ", also "
                + TITLE.toUpperCase(java.util.Locale.ROOT) + ".");

        RunningServer.Answer answer = ask("names", true, null);

        assertThat(inspector.leaks(answer.body())).isEmpty();
        assertThat(AnswerTexts.of(answer, true)).contains("[not public]").doesNotContain("rebates", "confidential");
        String message =
                answer.body().replaceAll("(?s).*event: done\ndata: \\{\"message\":\\{\"id\":\"([^\"]+)\".*", "$1");
        assertThat(SERVER.database()
                        .asSuperuser("select subject::text from platform.audit where action = 'answer.leak-stopped'"
                                + " and details ->> 'message' = '" + message + "'"))
                .containsExactly(bot);
    }

    @Test
    void eightWordsDoNotComeOutInTwoAnswersEither() {
        List<String> texts = new ArrayList<>();
        String conversation = null;
        for (int part = 0; part < LeakyModel.PARTS; part++) {
            RunningServer.Answer answer = ask("part-" + part, false, conversation);
            conversation = answer.json().path("conversationId").asString();
            texts.add(AnswerTexts.of(answer, false)
                    .replaceFirst("^Part \\d of it: ", "")
                    .replaceFirst("\\.$", ""));
        }

        assertThat(inspector.leaks(String.join(" ", texts))).isEmpty();
        assertThat(texts).anyMatch(text -> text.contains("[not public]"));
        RunningServer.Answer history = SERVER.get("/api/chat/conversations/" + conversation, owner);
        assertThat(inspector.leaks(history.body())).isEmpty();
    }

    @Test
    void errorsOfAProviderThatRepeatThePromptAreToldToNobody() {
        for (String model : new String[] {"status-400", "error-in-stream"}) {
            RunningServer.Answer answer = ask(model, false, null);
            assertThat(answer.status()).isGreaterThanOrEqualTo(500);
            assertThat(inspector.leaks(answer.body())).isEmpty();
        }

        assertThat(LOG.list).anyMatch(event -> event.getFormattedMessage().contains("leaky answered 400"));
        assertThat(List.copyOf(LOG.list)).allSatisfy(event -> assertThat(inspector.leaks(
                        event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy()))
                .isEmpty());
    }

    @Test
    void aSourceThatBecomesLearnOnlyIsSoFromTheNextMessageOn() {
        String other = add(
                "Winter menu",
                "The winter menu of the canteen has lentil soup with smoked trout, rye bread and pears in red wine on it.",
                true);
        await().atMost(Duration.ofMinutes(1)).until(() -> SERVER.get(sources("/" + other), owner)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
        Map<String, Object> question = Map.of(
                "botId",
                bot,
                "content",
                "What is on the winter menu of the canteen?",
                "provider",
                "built-in",
                "model",
                "extractive");
        assertThat(AnswerTexts.of(SERVER.send("POST", "/api/chat", owner, question), false))
                .contains("lentil soup");

        SERVER.send("PATCH", sources("/" + other), owner, Map.of("citable", false));

        RunningServer.Answer answer = SERVER.send("POST", "/api/chat", owner, question);
        assertThat(AnswerTexts.of(answer, false))
                .startsWith("I know about that only from sources that I may not quote.");
        assertThat(answer.body()).doesNotContain("lentil", "Winter menu", other);
        SERVER.send("DELETE", sources("/" + other), owner, null);
    }

    /** Neither by the answer itself, nor by one that repeated it, nor by a summary; although no search finds the source. */
    @Test
    void earlierAnswersFromASourceThatBecameLearnOnlyAreNotRepeated() {
        // Of another account: the first one exports all that it has.
        String cook = SERVER.signUp();
        String text =
                "The winter menu of the canteen has lentil soup with smoked trout, rye bread and pears in red wine on it.";
        String hours = "The shop opens at nine in the morning and closes at six in the evening on every working day.";
        String canteen = SERVER.send(
                        "POST",
                        "/api/chatbots",
                        cook,
                        Map.of("name", "Canteen", "provider", "leaky", "retrieval", Map.of("passages", 1)))
                .json()
                .path("id")
                .asString();
        String path = "/api/chatbots/" + canteen + "/sources";
        String menu = "";
        for (String each : List.of(hours, text)) {
            menu = SERVER.send("POST", path, cook, Map.of("type", "text", "title", "T" + each.length(), "text", each))
                    .json()
                    .path("id")
                    .asString();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> SERVER.get("/api/chatbots/" + canteen + "/status", cook)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
        String conversation = turn(cook, canteen, "What is on the winter menu of the canteen?", null, false)
                .json()
                .path("conversationId")
                .asString();
        String opens = "When does the shop open and close in the evening?";
        for (boolean stream : new boolean[] {false, true}) {
            assertThat(AnswerTexts.of(turn(cook, canteen, opens, conversation, stream), stream))
                    .contains(text, "nine in the morning");
        }
        SERVER.database()
                .asSuperuser(
                        "insert into chat.conversation_summary (conversation_id, tenant_id, until_message, content, sources,"
                                + " model, updated_at) select conversation_id, tenant_id, id, 'Of old: " + text
                                + "', '{" + menu + "}', 'm', now() from chat.message where conversation_id = '"
                                + conversation + "' order by id limit 1 returning content");
        assertThat(AnswerTexts.of(turn(cook, canteen, opens, conversation, false), false))
                .contains("Of old: " + text);

        SERVER.send("PATCH", path + "/" + menu, cook, Map.of("citable", false));

        LeakInspector menuOnly = new LeakInspector(List.of(text), List.of(menu));
        for (boolean stream : new boolean[] {false, true}) {
            RunningServer.Answer answer = turn(cook, canteen, opens, conversation, stream);
            assertThat(menuOnly.leaks(answer.body())).as(answer.body()).isEmpty();
            assertThat(menuOnly.leaks(AnswerTexts.of(answer, stream))).isEmpty();
            assertThat(AnswerTexts.of(answer, stream))
                    .contains("nine in the morning", "(This answer is not available any more.)")
                    .doesNotContain("Of old");
        }

        String key = key(cook, canteen);
        for (List<Map<String, String>> before :
                List.of(List.<Map<String, String>>of(), List.of(Map.of("role", "assistant", "content", text)))) {
            List<Map<String, String>> messages = new ArrayList<>(before);
            messages.add(Map.of("role", "user", "content", opens));
            Map<String, Object> body =
                    Map.of("model", LeakyModel.of(Disguise.PLAIN, Pieces.WORDS), "messages", messages);
            // Only what the client sent itself comes back to it.
            assertThat(menuOnly.leaks(SERVER.send("POST", "/v1/chat/completions", key, body)
                                    .body())
                            .isEmpty())
                    .isEqualTo(before.isEmpty());
        }

        SERVER.send("PATCH", path + "/" + menu, cook, Map.of("citable", true));
        assertThat(AnswerTexts.of(turn(cook, canteen, opens, conversation, false), false))
                .contains(text);

        SERVER.send("DELETE", path + "/" + menu, cook, null);
        assertThat(AnswerTexts.of(turn(cook, canteen, opens, conversation, false), false))
                .doesNotContain("lentil soup");
    }

    private static RunningServer.Answer turn(
            String who, String of, String question, @Nullable String conversation, boolean stream) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "botId",
                of,
                "content",
                question,
                "provider",
                "leaky",
                "model",
                LeakyModel.of(Disguise.PLAIN, Pieces.WORDS),
                "stream",
                stream));
        if (conversation != null) {
            body.put("conversationId", conversation);
        }
        return SERVER.send("POST", "/api/chat", who, body);
    }

    @Test
    void learnOnlySourcesExistForThoseOnlyWhoMayChangeThem() {
        for (List<String> scopes : List.of(List.of("chat"), List.of("chat", "read"))) {
            String key = SERVER.send(
                            "POST",
                            "/api/chatbots/" + bot + "/keys",
                            owner,
                            Map.of("name", "K" + UUID.randomUUID(), "scopes", scopes))
                    .json()
                    .path("secret")
                    .asString();
            for (String path : List.of(sources(""), sources("").replace("/sources", "/status"))) {
                assertThat(SERVER.get(path, key).body()).doesNotContain(secretSource, TITLE);
            }
            boolean reader = scopes.contains("read");
            for (String path : List.of("", "/segments")) {
                assertThat(SERVER.get(sources("/" + secretSource + path), key).status())
                        .isEqualTo(reader ? 404 : 403);
            }
            assertThat(SERVER.send("POST", sources("/" + secretSource + "/file-link"), key, null)
                            .status())
                    .isEqualTo(reader ? 404 : 403);
            assertThat(SERVER.get(sources(""), key).body().contains("Opening hours"))
                    .isEqualTo(reader);
        }
        assertThat(SERVER.get(sources("/" + secretSource + "/segments"), owner).body())
                .contains("rebate");
        assertThat(SERVER.get(sources(""), owner).body()).contains(TITLE);
    }
}
