package ai.chatforge.testkit.embedding;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An endpoint on 127.0.0.1 that speaks OpenAI's protocol for embeddings and Cohere's for reranking. A text's vector tells
 * which words it has, so that texts with common words are near each other. Each request is answered as it was told to;
 * after that all are answered well.
 */
public final class ScriptedEmbeddings implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How a request is answered. */
    public enum Fault {
        NONE,
        /** 429, with {@code Retry-After: 1}. */
        TOO_MANY,
        /** 500. */
        BROKEN,
        /** 401. */
        REFUSED,
        /** Takes the request and says nothing. */
        SILENT,
        /** Closes the connection without an answer. */
        RESET,
        /** 200, with what no program can read. */
        GARBAGE,
        /** Vectors of one number too many. */
        WRONG_DIMENSION,
        /** The last text gets nothing. */
        LEFT_OUT,
        /** Vectors of nothing but zeros. */
        ZEROS,
        /** Vectors of the smallest numbers there are. */
        TINY
    }

    /** A request that came, whatever became of it. */
    public record Call(String path, String model, List<String> texts, String authorization, JsonNode body) {}

    private final HttpServer server;
    private final int dimension;
    private final Queue<Fault> script = new ConcurrentLinkedQueue<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Fault always = Fault.NONE;

    public ScriptedEmbeddings(int dimension) throws IOException {
        this.dimension = dimension;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** How the next requests are answered, one after the other. */
    public void script(Fault... faults) {
        script.addAll(Arrays.asList(faults));
    }

    /** How requests are answered for which there is no script. */
    public void always(Fault fault) {
        always = fault;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public void forget() {
        calls.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            boolean ranking = exchange.getRequestURI().getPath().endsWith("/rerank");
            List<String> texts = new ArrayList<>();
            body.path(ranking ? "documents" : "input").forEach(text -> texts.add(text.asString()));
            calls.add(new Call(
                    exchange.getRequestURI().getPath(),
                    body.path("model").asString(""),
                    texts,
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    body));
            Fault next = script.poll();
            Fault fault = next == null ? always : next;
            switch (fault) {
                case SILENT -> Thread.sleep(30_000);
                case RESET -> {}
                case GARBAGE -> send(exchange, 200, "<html>{");
                case TOO_MANY -> {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    send(exchange, 429, "{\"error\":{\"message\":\"slow down\"}}");
                }
                case BROKEN -> send(exchange, 500, "{\"error\":{\"message\":\"broken\"}}");
                case REFUSED -> send(exchange, 401, "{\"error\":{\"message\":\"no such key\"}}");
                default ->
                    send(
                            exchange,
                            200,
                            JSON.writeValueAsString(
                                    ranking
                                            ? ranking(body.path("query").asString(""), texts, fault)
                                            : vectors(texts, fault)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Object vectors(List<String> texts, Fault fault) {
        List<Object> data = new ArrayList<>();
        // Last one first: it is the index that counts.
        for (int i = texts.size() - 1; i >= 0; i--) {
            if (fault != Fault.LEFT_OUT || i < texts.size() - 1) {
                data.add(Map.of("object", "embedding", "index", i, "embedding", vector(texts.get(i), fault)));
            }
        }
        return Map.of("object", "list", "data", data, "usage", Map.of("prompt_tokens", 1, "total_tokens", 1));
    }

    private double[] vector(String text, Fault fault) {
        double[] vector = new double[fault == Fault.WRONG_DIMENSION ? dimension + 1 : dimension];
        if (fault != Fault.ZEROS) {
            vector[0] = 0.1;
            words(text).forEach(word -> vector[Math.floorMod(word.hashCode(), dimension)] += 2);
        }
        if (fault == Fault.TINY) {
            Arrays.setAll(vector, i -> vector[i] * 1e-43);
        }
        return vector;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\W+", -1)));
    }

    /** How many of the question's words a text has. */
    private static Object ranking(String query, List<String> texts, Fault fault) {
        List<Object> results = new ArrayList<>();
        for (int i = 0; i < texts.size() - (fault == Fault.LEFT_OUT ? 1 : 0); i++) {
            Set<String> common = words(query);
            int all = common.size();
            common.retainAll(words(texts.get(i)));
            results.add(Map.of("index", i, "relevance_score", (double) common.size() / all));
        }
        return Map.of("results", results);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
