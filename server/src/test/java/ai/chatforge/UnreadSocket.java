package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket of somebody who sends, and takes next to nothing. */
final class UnreadSocket implements AutoCloseable {
    private final Socket socket = new Socket();

    private UnreadSocket() {}

    static UnreadSocket open(RunningServer server, String token) throws IOException {
        UnreadSocket opened = new UnreadSocket();
        opened.shakeHands(URI.create(server.address()), token);
        return opened;
    }

    private void shakeHands(URI address, String token) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getByName(address.getHost()), address.getPort()));
        socket.setSoTimeout(30_000);
        OutputStream out = socket.getOutputStream();
        out.write(("GET /api/chat/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertThat(head).startsWith("HTTP/1.1 101");
    }

    /** A masked text frame; the mask is zero. */
    void send(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream()
                .write(ByteBuffer.allocate(8 + content.length)
                        .put((byte) 0x81)
                        .put((byte) (0x80 | 126))
                        .putShort((short) content.length)
                        .putInt(0)
                        .put(content)
                        .array());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
