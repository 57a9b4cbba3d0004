package ai.chatforge.testkit.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A website whose pages the test writes. It answers conditional requests, and counts who asks at the same time. */
public final class ScriptedSite implements AutoCloseable {
    private static final AtomicInteger HOSTS = new AtomicInteger(1);
    private static final Set<InetSocketAddress> ADDRESSES = ConcurrentHashMap.newKeySet();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile CountDownLatch held = new CountDownLatch(0);

    /**
     * A page as it is answered.
     *
     * @param headers without its length; an ETag or Last-Modified among them is compared with what is asked
     */
    public record Page(int status, Map<String, String> headers, byte[] body) {}

    private ScriptedSite(HttpServer server) {
        this.server = server;
    }

    /** On a free port. */
    public static ScriptedSite start() throws IOException {
        return start(1);
    }

    /** On a host that no other site has: who is polite to that one need not be to others. */
    public static ScriptedSite onItsOwnHost() throws IOException {
        return start(HOSTS.incrementAndGet());
    }

    private static ScriptedSite start(int host) throws IOException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        while (!ADDRESSES.add(server.getAddress())) {
            // Who remembers an earlier site by its address would take this one for it.
            server.stop(0);
            server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        }
        ScriptedSite site = new ScriptedSite(server);
        server.setExecutor(site.threads);
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    public String url(String path) {
        InetSocketAddress at = server.getAddress();
        return "http://" + at.getAddress().getHostAddress() + ":" + at.getPort() + path;
    }

    /** @param path with its query, if there is one */
    public ScriptedSite page(String path, Page page) {
        pages.put(path, page);
        return this;
    }

    public ScriptedSite html(String path, String html) {
        return page(
                path,
                new Page(
                        200,
                        Map.of("Content-Type", "text/html; charset=utf-8"),
                        html.getBytes(StandardCharsets.UTF_8)));
    }

    public ScriptedSite text(String path, String type, String text) {
        return page(path, new Page(200, Map.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8)));
    }

    public ScriptedSite status(String path, int status) {
        return page(path, new Page(status, Map.of(), new byte[0]));
    }

    public ScriptedSite redirect(String path, String to) {
        return page(path, new Page(302, Map.of("Location", to), new byte[0]));
    }

    /** The next request for it is answered with 503. */
    public void failOnce(String path) {
        failing.add(path);
    }

    /** Nobody is answered from now on. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    public void release() {
        held.countDown();
    }

    /** Paths that were asked for, with {@code 304} behind those that had not changed. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void forgetRequests() {
        requests.clear();
    }

    /** How many were being answered at the same time at the most. */
    public int mostAtOnce() {
        return most.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(present.incrementAndGet(), Math::max);
        boolean counted = true;
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            held.await();
            Page page = failing.remove(path)
                    ? new Page(503, Map.of(), new byte[0])
                    : pages.getOrDefault(path, new Page(404, Map.of(), new byte[0]));
            boolean same = same(exchange, page, "ETag", "If-None-Match")
                    || same(exchange, page, "Last-Modified", "If-Modified-Since");
            requests.add(same ? path + " 304" : path);
            page.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Connection", "close");
            // Who has the answer may be back before this thread goes on.
            present.decrementAndGet();
            counted = false;
            exchange.sendResponseHeaders(
                    same ? 304 : page.status(), same || page.body().length == 0 ? -1 : page.body().length);
            if (!same && page.body().length > 0) {
                exchange.getResponseBody().write(page.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (counted) {
                present.decrementAndGet();
            }
        }
    }

    private static boolean same(HttpExchange exchange, Page page, String header, String asked) {
        String has = page.headers().get(header);
        return page.status() == 200
                && has != null
                && has.equals(exchange.getRequestHeaders().getFirst(asked));
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
