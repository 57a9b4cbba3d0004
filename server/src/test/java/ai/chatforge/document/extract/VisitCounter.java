package ai.chatforge.document.extract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that hostile files name, and that nobody is to connect to. */
final class VisitCounter implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger visits = new AtomicInteger();

    VisitCounter() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        try {
            while (true) {
                server.accept().close();
                visits.incrementAndGet();
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/x";
    }

    int visits() {
        return visits.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
