package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.e2e.Events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what (AU5): every route of the API with everybody who can have to do with a bot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RoleSuite {
    /** Credentials must be dead this soon after they ended (S6). */
    private static final Duration DEAD = Duration.ofSeconds(5);

    private enum Need {
        /** Anybody; what is done with a token in the body is tested elsewhere. */
        NOBODY,
        /** To be signed in. */
        USER,
        ADMIN,
        /** To be signed in; or an API key that may read. */
        LIST,
        /** An API key that may chat, and nobody in person. */
        KEY,
        /** That it is one's own thing, whatever one is to a bot. */
        OWN,
        /** To be signed in; or an API key that may chat. */
        SESSION,
        /** The same, and that it is one's own. */
        OWN_SESSION,
        /** A right to the bot, see {@code BotRight}. */
        CHAT,
        READ,
        EDIT,
        MANAGE
    }

    /** What routes with ids, and those that API keys may use, need; by operation. Others follow from their access rule. */
    private static final Map<String, Need> NEEDS = Map.ofEntries(
            Map.entry("endSession", Need.OWN),
            Map.entry("unlinkIdentity", Need.OWN),
            Map.entry("getExport", Need.OWN),
            Map.entry("openExport", Need.OWN),
            Map.entry("initializeStreamingSession", Need.SESSION),
            Map.entry("listActiveStreamingSessions", Need.SESSION),
            Map.entry("tellStreamingSessionProgress", Need.OWN_SESSION),
            Map.entry("finalizeStreamingSession", Need.OWN_SESSION),
            Map.entry("abortStreamingSession", Need.OWN_SESSION),
            Map.entry("listBots", Need.LIST),
            Map.entry("getConversation", Need.OWN),
            Map.entry("renameConversation", Need.OWN),
            Map.entry("deleteConversation", Need.OWN),
            Map.entry("followAnswer", Need.OWN),
            Map.entry("stopAnswer", Need.OWN),
            Map.entry("retryAnswer", Need.OWN),
            Map.entry("editQuestion", Need.OWN),
            Map.entry("chooseAnswer", Need.OWN),
            Map.entry("exportConversation", Need.OWN),
            Map.entry("addAttachment", Need.SESSION),
            Map.entry("getAttachment", Need.OWN_SESSION),
            Map.entry("deleteAttachment", Need.OWN_SESSION),
            Map.entry("ask", Need.CHAT),
            Map.entry("createConversation", Need.CHAT),
            Map.entry("createChatCompletion", Need.KEY),
            Map.entry("createResponse", Need.KEY),
            Map.entry("createEmbeddings", Need.KEY),
            Map.entry("listOpenAiModels", Need.KEY),
            Map.entry("getOpenAiModel", Need.KEY),
            Map.entry("getBot", Need.READ),
            Map.entry("listSources", Need.READ),
            Map.entry("getSource", Need.READ),
            Map.entry("getSegments", Need.READ),
            Map.entry("linkFile", Need.READ),
            Map.entry("getStatus", Need.READ),
            Map.entry("followStatus", Need.READ),
            Map.entry("listTeam", Need.READ),
            Map.entry("changeBot", Need.EDIT),
            Map.entry("addSource", Need.EDIT),
            Map.entry("changeSource", Need.EDIT),
            Map.entry("refetchSource", Need.EDIT),
            Map.entry("cancelSource", Need.EDIT),
            Map.entry("replaceFile", Need.EDIT),
            Map.entry("replaceTranscript", Need.EDIT),
            Map.entry("replacePairs", Need.EDIT),
            Map.entry("replaceText", Need.EDIT),
            Map.entry("getText", Need.READ),
            Map.entry("getPairs", Need.READ),
            Map.entry("listSitePages", Need.READ),
            Map.entry("trainSource", Need.EDIT),
            Map.entry("deleteSource", Need.EDIT),
            Map.entry("train", Need.EDIT),
            Map.entry("listQuestionSets", Need.READ),
            Map.entry("getQuestionSet", Need.READ),
            Map.entry("createQuestionSet", Need.EDIT),
            Map.entry("changeQuestionSet", Need.EDIT),
            Map.entry("deleteQuestionSet", Need.EDIT),
            Map.entry("listEvaluations", Need.READ),
            Map.entry("getEvaluation", Need.READ),
            Map.entry("getEvaluationResults", Need.READ),
            Map.entry("compareEvaluations", Need.READ),
            Map.entry("startEvaluation", Need.EDIT),
            Map.entry("cancelEvaluation", Need.EDIT),
            Map.entry("deleteEvaluation", Need.EDIT),
            Map.entry("getBotModels", Need.READ),
            Map.entry("putBotModels", Need.EDIT),
            Map.entry("putOwnKey", Need.OWN),
            Map.entry("deleteOwnKey", Need.OWN),
            Map.entry("testOwnKey", Need.OWN),
            Map.entry("deleteBot", Need.MANAGE),
            Map.entry("inviteTeammate", Need.MANAGE),
            Map.entry("changeTeammate", Need.MANAGE),
            Map.entry("removeTeammate", Need.MANAGE),
            Map.entry("withdrawInvitation", Need.MANAGE),
            Map.entry("listKeys", Need.MANAGE),
            Map.entry("createKey", Need.MANAGE),
            Map.entry("revokeKey", Need.MANAGE));

    private final Installation installation;
    private People people;

    RoleSuite(Installation installation) {
        this.installation = installation;
    }

    @BeforeAll
    void everybody() {
        people = People.around(installation);
    }

    static Stream<Api.Operation> routes() {
        return Api.read().operations().stream().filter(operation -> !operation.isPublic());
    }

    private static Need need(Api.Operation operation) {
        Need need = NEEDS.get(operation.id());
        if (need != null) {
            return need;
        }
        assertThat(operation.parameters())
                .as("Say in RoleSuite what %s needs", operation.id())
                .allMatch(name -> operation.access().equals("admin"));
        return operation.access().equals("admin") ? Need.ADMIN : Need.USER;
    }

    /** By name, in the order in which they are tried: nobody whose request changes something comes before the others. */
    private Map<String, Client> everyone() {
        Map<String, Client> everyone = new LinkedHashMap<>();
        everyone.put("anonymous", installation.anonymous());
        everyone.put("stranger", people.stranger());
        people.keys().forEach((scope, key) -> everyone.put("key:" + scope, key));
        everyone.put("viewer", people.viewer());
        everyone.put("editor", people.editor());
        return everyone;
    }

    /** 200 stands for: let in. */
    private static int expected(Api.Operation operation, String who) {
        Need need = need(operation);
        if (who.equals("anonymous")) {
            return 401;
        }
        if (need == Need.ADMIN || (who.startsWith("key:") && operation.access().equals("user"))) {
            return 403;
        }
        boolean known = !who.equals("stranger");
        return switch (need) {
            case NOBODY, USER, ADMIN -> 200;
            case LIST -> allowed(!who.startsWith("key:") || who.equals("key:read"));
            case SESSION -> allowed(!who.startsWith("key:") || who.equals("key:chat"));
            case OWN_SESSION -> who.startsWith("key:") && !who.equals("key:chat") ? 403 : 404;
            case KEY -> allowed(who.equals("key:chat"));
            case OWN -> 404;
            case CHAT -> known ? allowed(!who.startsWith("key:") || who.equals("key:chat")) : 404;
            case READ -> known ? allowed(!who.startsWith("key:") || who.equals("key:read")) : 404;
            case EDIT -> known ? allowed(who.equals("editor") || who.equals("key:write")) : 404;
            case MANAGE -> known ? 403 : 404;
        };
    }

    private static int allowed(boolean yes) {
        return yes ? 200 : 403;
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteLetsInWhomItShould(Api.Operation operation) {
        // Routes without ids end sessions and change accounts: there it is enough who is kept out.
        boolean harmless =
                !operation.parameters().isEmpty() || operation.method().equals("GET");
        List<String> faults = new ArrayList<>();
        Fixture things = sharedThings(operation);
        for (Map.Entry<String, Client> one : everyone().entrySet()) {
            int expected = expected(operation, one.getKey());
            if (expected != 200 || harmless || NEEDS.containsKey(operation.id())) {
                int status = call(one.getValue(), operation, things);
                // Whoever was let in may have deleted them.
                things = status < 300 && !operation.method().equals("GET") ? sharedThings(operation) : things;
                boolean fine = expected == 200 ? status != 401 && status != 403 && status != 404 : status == expected;
                if (!fine) {
                    faults.add(one.getKey() + " got " + status + ", not " + expected);
                }
            }
        }
        assertThat(faults).as(operation.toString()).isEmpty();
    }

    private static int call(Client caller, Api.Operation operation, Fixture things) {
        String path = operation.fill(name -> things.id(operation.path(), name));
        if (operation.body().isEmpty()) {
            return IsolationSuite.call(caller, operation, path, Optional.empty())
                    .status();
        }
        Map<String, Object> body =
                new TreeMap<>(Api.body(operation.body().get(), name -> things.id(operation.path(), name)));
        // A conversation is its asker's alone: here it is about the bot.
        body.remove("conversationId");
        return IsolationSuite.call(caller, operation, path, Optional.of(body)).status();
    }

    /** Of the shared bot: new ones each time. */
    private Fixture sharedThings(Api.Operation operation) {
        return Fixture.inside(people.owner(), people.bot()).forThe(operation);
    }

    @Test
    void aKeyThatWasRevokedIsDeadSoon() {
        String bot = people.owner().makeBot("Keys");
        Answer made = people.owner()
                .post("/api/chatbots/" + bot + "/keys", Map.of("name", "Short", "scopes", List.of("chat")))
                .ok();
        Client program = people.owner().with(made.text("secret"));
        program.get("/api/chat/models").ok();
        people.owner()
                .send(
                        "DELETE",
                        "/api/chatbots/" + bot + "/keys/"
                                + made.json().path("key").path("id").asString(),
                        null)
                .ok();
        await().atMost(DEAD).until(() -> program.get("/api/chat/models").status() == 401);
    }

    @Test
    void aSuspendedAccountIsShutOutWithAllThatItHasOpened() throws Exception {
        Client admin = installation.admin();
        People doomed = People.around(installation);
        String id = doomed.owner().get("/api/auth/me").ok().text("id");
        String path = "/api/chatbots/" + doomed.bot();
        doomed.owner()
                .send(
                        "PATCH",
                        path,
                        Map.of("version", 1, "visibility", "public", "provider", "scripted", "model", Scripted.ENDLESS))
                .ok();
        List<CompletableFuture<Instant>> ends = new ArrayList<>();
        for (Client reader : List.of(doomed.owner(), doomed.viewer(), doomed.key("chat"))) {
            ends.add(endOf(reader.stream(doomed.bot(), "Go on")));
        }
        ends.add(endOf(installation
                .anonymous()
                .events("/api/chat/" + doomed.bot(), Map.of("content", "Go on", "stream", true))));
        ends.add(endOf(doomed.owner()
                .events(doomed.owner().request(path + "/status/events").build())));

        Instant suspended = Instant.now();
        admin.send("PUT", "/api/admin/users/" + id + "/suspension", null).ok();

        await().atMost(DEAD).untilAsserted(() -> {
            assertThat(doomed.owner().get("/api/auth/me").status()).isEqualTo(401);
            for (Client key : doomed.keys().values()) {
                assertThat(key.get("/api/chat/models").status()).isEqualTo(401);
            }
            assertThat(doomed.viewer().get(path).status()).isEqualTo(404);
            assertThat(installation
                            .anonymous()
                            .post("/api/chat/" + doomed.bot(), Map.of("content", "Hello?"))
                            .status())
                    .isEqualTo(404);
        });
        for (CompletableFuture<Instant> end : ends) {
            assertThat(Duration.between(suspended, end.get())).isLessThan(DEAD.plusSeconds(2));
        }
        admin.send("DELETE", "/api/admin/users/" + id + "/suspension", null).ok();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> doomed.key("read").get(path).status() == 200);
        assertThat(doomed.owner().get("/api/auth/me").status())
                .as("sessions of before stay ended")
                .isEqualTo(401);
    }

    /** Reads in the background; gives when the stream was over. */
    private static CompletableFuture<Instant> endOf(Events stream) {
        assertThat(stream.next()).as("the first event").isPresent();
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                for (Optional<Event> event = stream.next(); event.isPresent(); event = stream.next()) {
                    // Until it ends.
                }
                return Instant.now();
            }
        });
    }
}
