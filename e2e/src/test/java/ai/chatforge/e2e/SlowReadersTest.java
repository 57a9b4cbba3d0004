package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Clients that ask, and then stop reading: their answers are finished all the same, and nobody else notices. */
class SlowReadersTest {
    private static final int READERS = Integer.getInteger("chatforge.readers", 3);
    /** Some megabytes as events, which is more than the buffers between the processes take. */
    private static final int WORDS = Integer.getInteger("chatforge.words", 60_000);

    private static final String LONG = "words-" + WORDS;

    private static ScriptedProvider provider;
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        provider = ScriptedProvider.start(0, READERS + 1);
        installation = Installation.inOneProcess(
                "slow-readers",
                "--chatforge.chat.providers.scripted.base-url=" + provider.baseUrl(),
                "--chatforge.chat.providers.scripted.models=words-20," + LONG,
                "--chatforge.chat.providers.scripted.context-tokens=200000",
                "--chatforge.chat.providers.scripted.max-output-tokens=100000");
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
        provider.close();
    }

    @Test
    void whoStopsReadingCostsNobodyElseAnything() throws IOException {
        Client owner = installation.signUp();
        String bot = owner.makeBot("Patient");
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                readers.add(ask(owner, bot));
            }
            await().atMost(Duration.ofMinutes(5)).until(() -> ended() == READERS);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() ->
                            answers(owner).stream().filter("complete"::equals).count() == READERS);
            assertThat(owner.post("/api/chat", question(bot, "words-20", false))
                            .ok()
                            .body())
                    .contains("w20");
            assertThat(owner.get("/health").status()).isEqualTo(200);

            String late = readToEnd(readers.getFirst());
            if (!late.contains("event: done")) {
                // It was given up meanwhile, and comes back.
                late += resumed(owner, last(late, "\"message\":\\{\"id\":\"([^\"]+)"), last(late, "(?m)^id: (\\d+)$"));
            }
            assertThat(late).contains("w" + WORDS, "done");
            Matcher words = Pattern.compile("\"text\":\" ?w(\\d+)\"").matcher(late);
            for (int word = 1; word <= WORDS; word++) {
                assertThat(words.find()).as("word " + word).isTrue();
                assertThat(words.group(1)).isEqualTo(Integer.toString(word));
            }
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    private static long ended() {
        return provider.calls().stream().filter(call -> call.endedAt() != null).count();
    }

    private static Map<String, Object> question(String bot, String model, boolean stream) {
        return Map.of("botId", bot, "content", "Tell me.", "provider", "scripted", "model", model, "stream", stream);
    }

    /** How the answer of each conversation stands. */
    private static List<String> answers(Client owner) {
        List<String> answers = new ArrayList<>();
        for (JsonNode conversation : owner.all("/api/chat/conversations?limit=100")) {
            JsonNode messages = owner.get(
                            "/api/chat/conversations/" + conversation.path("id").asString())
                    .ok()
                    .json()
                    .path("messages");
            answers.add(messages.path(messages.size() - 1).path("status").asString());
        }
        return answers;
    }

    private static Socket ask(Client owner, String bot) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout((int) Http.PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), installation.address().getPort()));
        String body = Http.JSON.writeValueAsString(question(bot, LONG, true));
        String authorization =
                owner.request("/").build().headers().firstValue("Authorization").orElseThrow();
        // 1.0, so that the answer comes without the marks of its chunks.
        socket.getOutputStream()
                .write(("POST /api/chat HTTP/1.0\r\nHost: 127.0.0.1\r\nAuthorization: "
                                + authorization + "\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What there is of it, be it cut off. */
    private static String readToEnd(Socket reader) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (InputStream in = reader.getInputStream()) {
            in.transferTo(all);
        } catch (IOException cutOff) {
            return all.toString(StandardCharsets.UTF_8);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static String last(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        String last = "";
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return last;
    }

    private static String resumed(Client owner, String message, String lastEvent) {
        try (Events rest = owner.events(owner.request("/api/chat/messages/" + message + "/stream")
                .header("Last-Event-ID", lastEvent)
                .build())) {
            return rest.all().toString();
        }
    }
}
