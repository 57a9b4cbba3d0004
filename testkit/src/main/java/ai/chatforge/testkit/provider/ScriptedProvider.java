package ai.chatforge.testkit.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model provider on 127.0.0.1 whose models do what their names say (the list is at {@link Script}): OpenAI's chat
 * completions as JSON and as stream, and {@code /v1/models}; Anthropic's messages and Gemini's
 * {@code streamGenerateContent} as stream. What it was asked and what became of
 * each call is in {@link #calls()}, and at {@code GET /scripted/calls} for other processes.
 */
public final class ScriptedProvider implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final int KEPT_CALLS = 1_000;

    private final ServerSocket server;
    private final Clock clock;
    private final int keep;
    private final Deque<Recording> calls = new ArrayDeque<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private long count;

    private ScriptedProvider(ServerSocket server, Clock clock, int keep) {
        this.server = server;
        this.clock = clock;
        this.keep = keep;
    }

    /** On a free port. */
    public static ScriptedProvider start() throws IOException {
        return start(0, KEPT_CALLS);
    }

    /**
     * @param port 0 for a free one
     * @param keep how many calls are remembered, the latest ones
     */
    public static ScriptedProvider start(int port, int keep) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        ScriptedProvider provider = new ScriptedProvider(server, Clock.systemUTC(), keep);
        Thread.ofPlatform().daemon(false).name("scripted-provider").start(provider::accept);
        return provider;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What a client of Gemini is configured with. */
    public URI geminiUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/v1beta");
    }

    /** What a client of OpenAI or Anthropic is configured with; ends with {@code /v1}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    /** The answers asked for, oldest first; those under way too. */
    public List<Call> calls() {
        synchronized (calls) {
            return calls.stream().map(Recording::snapshot).toList();
        }
    }

    /** How many answers were ever asked for. */
    public long count() {
        synchronized (calls) {
            return count;
        }
    }

    Recording record(RequestReader.Request request) {
        synchronized (calls) {
            Recording call = new Recording(++count, request, clock);
            calls.addLast(call);
            if (calls.size() > keep) {
                calls.removeFirst();
            }
            return call;
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("A connection could not be taken: " + e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Conversation(this, socket).serve();
        } catch (IOException e) {
            // The call's record says how it ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Ends all connections; afterwards the port refuses. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Runs it alone: {@code --port N} (default: a free one), {@code --keep N} calls. */
    public static void main(String[] arguments) throws IOException {
        int port = 0;
        int keep = KEPT_CALLS;
        for (int i = 0; i < arguments.length; i += 2) {
            int value = i + 1 < arguments.length ? Integer.parseInt(arguments[i + 1]) : -1;
            switch (arguments[i]) {
                case "--port" -> port = value;
                case "--keep" -> keep = value;
                default -> throw new IllegalArgumentException("Known are --port N and --keep N");
            }
        }
        System.out.println("Scripted provider at " + start(port, keep).baseUrl());
    }
}
