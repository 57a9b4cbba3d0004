package ai.chatforge.document.extract;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.List;

/**
 * Takes the network away from this process as far as Java can. No reader asks for it; this is for the day one does.
 * Names do not resolve either: the command line replaces the resolver by an empty file.
 */
final class NoNetwork {
    private NoNetwork() {}

    // deprecated without a successor that reaches sockets which libraries open
    @SuppressWarnings("deprecation")
    static void apply() throws IOException {
        Socket.setSocketImplFactory(() -> {
            throw new IllegalStateException(new SocketException("no network here"));
        });
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                throw new IllegalArgumentException("no network here");
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    }
}
