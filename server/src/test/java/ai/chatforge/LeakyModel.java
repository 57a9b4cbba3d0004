package ai.chatforge;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.chatforge.chat.guard.Disguise;
import ai.chatforge.chat.guard.Pieces;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model without any discretion, on 127.0.0.1. Model {@code DISGUISE/PIECES} prints its whole prompt in that way,
 * {@code names} a text that it was given, {@code part-N} the N-th four words of the private part of its prompt,
 * {@code status-400} and {@code error-in-stream} repeat the prompt in an error.
 */
final class LeakyModel implements AutoCloseable {
    static final int PARTS = 8;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final Queue<String> prompts = new ConcurrentLinkedQueue<>();
    private final Random random = new Random(42);
    private volatile String names = "";

    LeakyModel() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    static String of(Disguise disguise, Pieces pieces) {
        return disguise + "/" + pieces;
    }

    String[] options() {
        String models = Stream.of(
                        Arrays.stream(Disguise.values())
                                .flatMap(d -> Arrays.stream(Pieces.values()).map(p -> of(d, p))),
                        IntStream.range(0, PARTS).mapToObj(i -> "part-" + i),
                        Stream.of("names", "status-400", "error-in-stream"))
                .flatMap(each -> each)
                .collect(Collectors.joining(","));
        return new String[] {
            "--chatforge.chat.providers.leaky.base-url=http://127.0.0.1:"
                    + server.getAddress().getPort() + "/v1",
            "--chatforge.chat.providers.leaky.models=" + models,
            "--chatforge.chat.public-messages-per-minute=100000",
            "--chatforge.chat.limits.visitor-messages-per-minute=0",
            "--chatforge.chat.limits.visitor-messages-per-conversation=0",
            "--chatforge.chat.limits.visitor-messages-per-bot-and-address=0",
            "--chatforge.chat.limits.visitor-messages-per-bot=0"
        };
    }

    void names(String text) {
        names = text;
    }

    List<String> prompts() {
        return List.copyOf(prompts);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String prompt = request.path("messages")
                    .valueStream()
                    .map(message -> message.path("content").asString())
                    .collect(Collectors.joining("\n\n"));
            prompts.add(prompt);
            String model = request.path("model").asString();
            if (model.equals("status-400")) {
                byte[] error = JSON.writeValueAsBytes(Map.of("error", Map.of("message", "I cannot do: " + prompt)));
                exchange.sendResponseHeaders(400, error.length);
                exchange.getResponseBody().write(error);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            if (model.equals("error-in-stream")) {
                send(out, Map.of("error", Map.of("message", "Broken by: " + prompt)));
                return;
            }
            for (String piece : pieces(model, prompt)) {
                send(out, chunk(Map.of("content", piece), null));
            }
            send(out, chunk(Map.of(), "stop"));
            out.write("data: [DONE]\n\n".getBytes(UTF_8));
        } catch (IOException gone) {
            // The guard ends an answer that does not stop leaking.
        }
    }

    private synchronized List<String> pieces(String model, String prompt) {
        if (model.equals("names")) {
            return Pieces.CHARACTERS.of(names, random);
        } else if (model.startsWith("part-")) {
            int part = Integer.parseInt(model.substring(5));
            String[] words =
                    prompt.substring(prompt.indexOf("<private>") + 9).strip().split("\\s+");
            return List.of(
                    "Part " + part + " of it: ",
                    String.join(" ", Arrays.asList(words).subList(4 * part, 4 * part + 4)),
                    ".");
        }
        String[] parts = model.split("/", 2);
        return Pieces.valueOf(parts[1]).of(Disguise.valueOf(parts[0]).write(prompt), random);
    }

    private static Object chunk(Map<String, ?> delta, @Nullable String finished) {
        return finished == null
                ? Map.of("choices", List.of(Map.of("delta", delta)))
                : Map.of("choices", List.of(Map.of("delta", delta, "finish_reason", finished)));
    }

    private static void send(OutputStream out, Object data) throws IOException {
        out.write(("data: " + JSON.writeValueAsString(data) + "\n\n").getBytes(UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
