package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers that one process makes, at another one of the same installation. */
class TwoProcessesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Takes longer than the first text is stored, and than nobody may listen. */
    private static final String SOME_SECONDS = "words-240-every-50ms";

    private static final String ENDLESS = "words-5000-every-50ms";

    private static final List<String> SHARED = List.of(
            "--chatforge.crypto.master-key=" + Base64.getEncoder().encodeToString(new byte[32]),
            "--chatforge.cluster-secret=" + UUID.randomUUID());
    private static final ScriptedProvider MODEL = model();
    private static final RunningServer FIRST = RunningServer.with(options(List.of()));
    private static final RunningServer SECOND = RunningServer.with(options(chatAlone()));

    private static String owner;

    private static ScriptedProvider model() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] options(List<String> more) {
        List<String> all = new ArrayList<>(SHARED);
        all.addAll(List.of(
                "--chatforge.chat.grace-time=5s",
                "--chatforge.chat.providers.scripted.base-url=" + MODEL.baseUrl(),
                "--chatforge.chat.providers.scripted.models=" + SOME_SECONDS + "," + ENDLESS,
                "--chatforge.chat.providers.scripted.max-output-tokens=6000"));
        all.addAll(more);
        return all.toArray(String[]::new);
    }

    private static List<String> chatAlone() {
        EnumSet<ServiceName> here = EnumSet.of(ServiceName.CHAT, ServiceName.GATEWAY);
        List<String> options = new ArrayList<>(List.of(
                "--services=chat,gateway",
                "--chatforge.database.url=" + FIRST.database().url(),
                "--chatforge.database.owner-url=" + FIRST.database().ownerUrl()));
        for (ServiceName service : EnumSet.complementOf(here)) {
            options.add("--chatforge.remote." + service.key() + ".url=" + FIRST.address());
        }
        return options;
    }

    @BeforeAll
    static void signUp() {
        owner = FIRST.signUp();
    }

    @AfterAll
    static void end() throws IOException {
        SECOND.context().close();
        FIRST.context().close();
        MODEL.close();
    }

    record Event(long id, String name, JsonNode data) {}

    /** The events that a request gets, one after the other. */
    private static final class Events implements AutoCloseable {
        private final BufferedReader lines;

        Events(RunningServer server, String method, String path, String body, long lastEventId) {
            HttpRequest.Builder request = server.request(path)
                    .header("Authorization", "Bearer " + owner)
                    .header("Accept", "text/event-stream")
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
            if (lastEventId > 0) {
                request.header("Last-Event-ID", Long.toString(lastEventId));
            }
            try {
                HttpResponse<InputStream> response =
                        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
                assertThat(response.statusCode()).isEqualTo(200);
                lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        static Events asked(String model) {
            Map<String, Object> question = Map.of("content", "What is it?", "model", model, "provider", "scripted");
            return new Events(FIRST, "POST", "/api/chat", JSON.writeValueAsString(question), 0);
        }

        static Events followed(RunningServer server, String messageId, long lastEventId) {
            return new Events(server, "GET", "/api/chat/messages/" + messageId + "/stream", "", lastEventId);
        }

        Event next() throws IOException {
            long id = 0;
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return new Event(id, name, JSON.readTree(line.substring(6)));
                }
            }
            throw new AssertionError("The stream ended without a last event");
        }

        /** With the last one, that is named. */
        List<Event> toEnd(String last) throws IOException {
            List<Event> all = new ArrayList<>();
            do {
                all.add(next());
            } while (!SocketClient.isLast(all.getLast().name()));
            assertThat(all.getLast().name()).isEqualTo(last);
            return all;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private static String messageOf(Event start) {
        return start.data().path("message").path("id").asString();
    }

    private static String content(Event event) {
        return event.data().path("message").path("content").asString();
    }

    private static String deltas(List<Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("delta"))
                .map(event -> event.data().path("text").asString())
                .collect(Collectors.joining());
    }

    private static JsonNode stored(String messageId) {
        return JSON.readTree(FIRST.database()
                .asSuperuser(
                        "select json_build_object('status', status, 'content', content) from chat.message where id ="
                                + " '" + messageId + "'")
                .getFirst());
    }

    @Test
    void anAnswerIsFollowedToItsEndAlthoughNobodyListensWhereItIsMade() throws IOException {
        String messageId;
        long here;
        try (Events events = Events.asked(SOME_SECONDS)) {
            messageId = messageOf(events.next());
            here = events.next().id();
        }

        List<Event> there;
        try (Events events = Events.followed(SECOND, messageId, here)) {
            there = events.toEnd("done");
        }
        Event start = there.getFirst();
        assertThat(start.name()).isEqualTo("start");
        assertThat(start.data().path("userMessage").path("content").asString()).isEqualTo("What is it?");
        assertThat(there).extracting(Event::name).contains("delta");
        assertThat(there).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        assertThat(start.id()).isGreaterThan(here);
        Event done = there.getLast();
        assertThat(done.data().path("message").path("status").asString()).isEqualTo("complete");
        assertThat(content(done)).startsWith((content(start) + deltas(there)).strip());
    }

    @Test
    void whoComesBackGetsNoTextTwice() throws IOException {
        String messageId;
        try (Events asked = Events.asked(ENDLESS)) {
            messageId = messageOf(asked.next());
            await().until(() -> !stored(messageId).path("content").asString().isEmpty());
            StringBuilder text = new StringBuilder();
            long last;
            try (Events events = Events.followed(SECOND, messageId, 0)) {
                Event start = events.next();
                text.append(content(start));
                last = start.id();
            }
            assertThat(text).isNotEmpty();
            try (Events events = Events.followed(SECOND, messageId, last)) {
                Event more = events.next();
                assertThat(more.name()).isEqualTo("delta");
                text.append(more.data().path("text").asString());
                last = more.id();
            }
            SECOND.send("POST", "/api/chat/messages/" + messageId + "/stop", owner, null);
            try (Events events = Events.followed(SECOND, messageId, last)) {
                List<Event> rest = events.toEnd("done");
                text.append(deltas(rest));
                assertThat(content(rest.getLast())).startsWith(text.toString().strip());
            }
        }
    }

    /** Whatever number a client says, it does not cost a look into the database each second. */
    @Test
    void whereItIsMadeItIsFollowedAsItIsMade() throws IOException {
        try (Events asked = Events.asked(ENDLESS)) {
            String messageId = messageOf(asked.next());
            try (Events events = Events.followed(FIRST, messageId, 1_000_000_000)) {
                Event start = events.next();
                assertThat(start.name()).isEqualTo("start");
                assertThat(start.id()).isOne();
                assertThat(content(start)).isEmpty();
                assertThat(events.next().id()).isEqualTo(2);
            }
            FIRST.send("POST", "/api/chat/messages/" + messageId + "/stop", owner, null);
        }
    }

    @Test
    void itIsStopped() throws IOException {
        try (Events here = Events.asked(ENDLESS)) {
            String messageId = messageOf(here.next());
            RunningServer.Answer stopped =
                    SECOND.send("POST", "/api/chat/messages/" + messageId + "/stop", owner, null);
            assertThat(stopped.status()).isEqualTo(202);
            assertThat(here.toEnd("done")
                            .getLast()
                            .data()
                            .path("message")
                            .path("status")
                            .asString())
                    .isEqualTo("stopped");
        }
    }

    @Test
    void aSocketFollowsAndStopsItToo() throws IOException {
        try (Events here = Events.asked(ENDLESS);
                SocketClient socket = SocketClient.signedIn(SECOND, owner)) {
            String messageId = messageOf(here.next());
            socket.send(Map.of("type", "attach", "ref", "a", "messageId", messageId));
            assertThat(socket.next("start", message -> message.has("event"))
                            .path("event")
                            .asString())
                    .isEqualTo("start");
            socket.send(Map.of("type", "stop", "messageId", messageId));
            JsonNode last = socket.toEnd("a").getLast();
            assertThat(last.path("data").path("message").path("status").asString())
                    .isEqualTo("stopped");
        }
    }

    @Test
    void whenTheOtherProcessDiedThereIsALastEvent() throws IOException {
        try (Events here = Events.asked(ENDLESS)) {
            String messageId = messageOf(here.next());
            try (Events events = Events.followed(SECOND, messageId, 0)) {
                assertThat(events.next().name()).isEqualTo("start");
                // As DeadAnswers does where nobody gives a sign of life.
                FIRST.database()
                        .asSuperuser("update chat.message set status = 'interrupted' where id = '" + messageId + "'");
                assertThat(events.toEnd("done")
                                .getLast()
                                .data()
                                .path("message")
                                .path("status")
                                .asString())
                        .isEqualTo("interrupted");
            }
            FIRST.send("POST", "/api/chat/messages/" + messageId + "/stop", owner, null);
        }
    }
}
