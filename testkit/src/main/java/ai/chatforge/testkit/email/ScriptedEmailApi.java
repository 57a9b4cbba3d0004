package ai.chatforge.testkit.email;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of three providers on 127.0.0.1: Amazon SES (API v2), Resend or Postmark. It refuses what the provider would refuse
 * (signature, key, fields), takes the rest, and answers each request as it was told to; after that it takes everything.
 */
public final class ScriptedEmailApi implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** How a request is answered. */
    public enum Fault {
        NONE,
        /** 429, with {@code Retry-After: 1}. */
        TOO_MANY,
        /** 500. */
        BROKEN,
        /** Takes the request and says nothing. */
        SILENT,
        /** Closes the connection without an answer. */
        RESET,
        /** 200, with what no program can read. */
        GARBAGE,
        /** The address of the request is none that the provider takes. */
        BAD_ADDRESS,
        /** The sender is not verified. */
        BAD_SENDER,
        /** The provider sends nothing to this address; only Postmark says so at once. */
        ON_ITS_LIST
    }

    /**
     * An e-mail that was taken.
     *
     * @param id that was given to it
     * @param headers custom ones, and those of the message where it came as a whole
     */
    public record Taken(
            String id,
            String from,
            String to,
            String subject,
            String text,
            String html,
            Map<String, String> headers,
            Map<String, String> requestHeaders) {}

    /** An answer that is not 200. */
    static final class Refused extends Exception {
        final int status;
        final String type;
        final Object body;

        Refused(int status, String type, Object body) {
            super(type);
            this.status = status;
            this.type = type;
            this.body = body;
        }
    }

    private final HttpServer server;
    private final EmailApi api;
    private final Queue<Fault> script;
    private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public ScriptedEmailApi(EmailApi api, Fault... script) throws IOException {
        this.api = api;
        this.script = new ConcurrentLinkedQueue<>(List.of(script));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Each e-mail once: a second request with the key of an earlier one adds none. */
    public List<Taken> taken() {
        return List.copyOf(taken);
    }

    public int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            Fault fault = script.poll();
            switch (fault == null ? Fault.NONE : fault) {
                case SILENT -> Thread.sleep(30_000);
                case RESET -> {}
                case GARBAGE -> send(exchange, 200, "<html>{".getBytes(StandardCharsets.UTF_8));
                case TOO_MANY -> {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    refuse(exchange, api.fault(Fault.TOO_MANY));
                }
                case NONE -> take(exchange, body);
                default -> refuse(exchange, api.fault(fault));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(HttpExchange exchange, byte[] body) throws IOException {
        try {
            Taken email = api.read(exchange, body);
            boolean again = taken.stream().anyMatch(each -> each.id().equals(email.id()));
            if (!again) {
                taken.add(email);
            }
            send(exchange, 200, JSON.writeValueAsBytes(api.answer(email)));
        } catch (Refused e) {
            refuse(exchange, e);
        }
    }

    private static void refuse(HttpExchange exchange, Refused refused) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", refused.type);
        send(exchange, refused.status, JSON.writeValueAsBytes(refused.body));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
