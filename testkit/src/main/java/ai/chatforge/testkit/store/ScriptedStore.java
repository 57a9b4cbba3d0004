package ai.chatforge.testkit.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the databases have in common. Each request is answered as it was told to; after that all are answered well. */
public abstract class ScriptedStore implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** How a request is answered. */
    public enum Fault {
        NONE,
        /** 429, with {@code Retry-After: 1}. */
        TOO_MANY,
        /** 503. */
        BUSY,
        /** 400. */
        REFUSED,
        /** 401, as for a key that was taken back. */
        KEY_REFUSED,
        /** Takes the request and says nothing. */
        SILENT,
        /** Closes the connection and does nothing. */
        RESET,
        /** Does what was asked for, and closes the connection without an answer. */
        LOST,
        /** 200, with what no program can read. */
        GARBAGE
    }

    /** A request that came, whatever became of it. */
    public record Call(String method, String path, JsonNode body) {}

    record Answer(int status, Object body, Map<String, String> headers) {
        Answer(int status, Object body) {
            this(status, body, Map.of());
        }
    }

    /** What the database answers to a request that it does not do. */
    static final class Refusal extends RuntimeException {
        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    private final HttpServer server;
    private final String keyHeader;
    private final String key;
    private final int largestBody;
    private final Queue<Fault> script = new ConcurrentLinkedQueue<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Fault always = Fault.NONE;

    ScriptedStore(String keyHeader, String key, int largestBody) throws IOException {
        this.keyHeader = keyHeader;
        this.key = key;
        this.largestBody = largestBody;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
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

    public void forgetCalls() {
        calls.clear();
    }

    /** All that is stored, in one text. */
    public abstract String everything();

    /** Loses all that is stored, as a new and empty database. */
    public abstract void lose();

    abstract Answer answer(String method, URI uri, JsonNode body, HttpExchange exchange);

    /** How this database tells what was wrong. */
    abstract Object error(int status, String message);

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            JsonNode body = bytes.length == 0 ? JSON.missingNode() : JSON.readTree(bytes);
            URI uri = exchange.getRequestURI();
            calls.add(new Call(exchange.getRequestMethod(), uri.getPath(), body));
            Fault next = script.poll();
            switch (next == null ? always : next) {
                case SILENT -> Thread.sleep(30_000);
                case RESET -> {}
                case GARBAGE -> send(exchange, 200, "<html>{");
                case BUSY -> send(exchange, 503, "no");
                case REFUSED -> send(exchange, 400, "not so");
                case KEY_REFUSED -> send(exchange, 401, "who are you?");
                case TOO_MANY -> {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    send(exchange, 429, "slow down");
                }
                case LOST -> done(exchange, uri, bytes.length, body);
                case NONE -> {
                    Answer answer = done(exchange, uri, bytes.length, body);
                    answer.headers().forEach((name, value) -> exchange.getResponseHeaders()
                            .set(name, value));
                    send(exchange, answer.status(), JSON.writeValueAsString(answer.body()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer done(HttpExchange exchange, URI uri, int length, JsonNode body) {
        try {
            if (!key.equals(exchange.getRequestHeaders().getFirst(keyHeader))) {
                throw new Refusal(
                        401, "Unauthorized: " + exchange.getRequestHeaders().getFirst(keyHeader));
            }
            if (length > largestBody) {
                throw new Refusal(413, "The body is larger than " + largestBody + " bytes");
            }
            synchronized (this) {
                return answer(exchange.getRequestMethod(), uri, body, exchange);
            }
        } catch (Refusal e) {
            return new Answer(e.status, error(e.status, String.valueOf(e.getMessage())));
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Refuses an object with fields that the protocol does not have. */
    static void only(JsonNode object, String... known) {
        Set<String> allowed = Set.of(known);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!allowed.contains(field.getKey())) {
                throw new Refusal(400, "Unknown field " + field.getKey());
            }
        }
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Refusal(400, otherwise);
        }
    }

    /** @param size how many there have to be; 0 for whatever there are */
    static double[] numbers(JsonNode array, int size) {
        require(array.isArray(), "Not an array of numbers");
        require(
                size == 0 || array.size() == size,
                "Vector dimension error: expected dim: " + size + ", got " + array.size());
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            require(array.path(i).isNumber(), "Not a number");
            numbers[i] = array.path(i).asDouble();
        }
        return numbers;
    }

    static double cosine(double[] one, double[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            ones += one[i] * one[i];
            others += other[i] * other[i];
        }
        return product / Math.sqrt(ones * others);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
