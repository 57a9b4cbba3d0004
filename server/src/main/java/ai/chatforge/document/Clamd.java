package ai.chatforge.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks ClamAV's daemon about a file by its command INSTREAM: the content goes over the line in pieces. */
final class Clamd {
    private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\[\\]\\s]+?)]?:(\\d{1,5})");
    private static final Pattern FOUND = Pattern.compile("stream: (.*) FOUND");
    private static final int CHUNK = 64 << 10;
    private static final int MAX_ANSWER = 4_096;

    private final SocketAddress address;
    private final Duration patience;

    private Clamd(SocketAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    sealed interface Verdict {
        record Clean() implements Verdict {}

        record Infected(String signature) implements Verdict {}

        /** It would not look at all of a file of this size. */
        record TooLarge() implements Verdict {}
    }

    /** @param setting host:port, or the path of a socket; empty for none */
    static Optional<Clamd> at(String setting, Duration patience) {
        if (setting.isBlank() || setting.equals("off")) {
            return Optional.empty();
        }
        if (setting.startsWith("/")) {
            return Optional.of(new Clamd(UnixDomainSocketAddress.of(Path.of(setting)), patience));
        }
        Matcher tcp = ADDRESS.matcher(setting);
        if (!tcp.matches() || Integer.parseInt(tcp.group(2)) > 65_535) {
            throw new IllegalArgumentException("chatforge.document.virus-scan is \"" + setting
                    + "\"; it must be off, host:port or the path of clamd's socket.");
        }
        // resolved with each file: the daemon may move
        return Optional.of(
                new Clamd(InetSocketAddress.createUnresolved(tcp.group(1), Integer.parseInt(tcp.group(2))), patience));
    }

    /** @throws IOException when the daemon is not there, or gives no answer that says anything */
    Verdict look(Path file) throws IOException {
        try (FileChannel content = FileChannel.open(file);
                SocketChannel line = open()) {
            Thread watch = Thread.ofVirtual().name("clamd-patience").start(() -> hangUp(line));
            try {
                return verdict(ask(content, line));
            } finally {
                watch.interrupt();
            }
        }
    }

    private SocketChannel open() throws IOException {
        if (address instanceof InetSocketAddress tcp) {
            SocketChannel line = SocketChannel.open();
            try {
                line.socket()
                        .connect(new InetSocketAddress(tcp.getHostString(), tcp.getPort()), (int) patience.toMillis());
                return line;
            } catch (IOException | RuntimeException e) {
                line.close();
                throw e instanceof IOException known ? known : new IOException(e);
            }
        }
        SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX);
        line.connect(address);
        return line;
    }

    /** A channel knows no time limits; closing it ends whatever waits on it. */
    private void hangUp(SocketChannel line) {
        try {
            Thread.sleep(patience);
            line.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // closed already
        }
    }

    private static String ask(FileChannel content, SocketChannel line) throws IOException {
        try {
            write(line, ByteBuffer.wrap("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer chunk = ByteBuffer.allocate(4 + CHUNK);
            while (content.read(chunk.clear().position(4)) > 0) {
                write(line, chunk.putInt(0, chunk.position() - 4).flip());
            }
            write(line, chunk.clear().putInt(0, 0).limit(4));
        } catch (IOException e) {
            // past its size limit it answers and hangs up while we still talk
            String said = answer(line);
            if (said.isEmpty()) {
                throw e;
            }
            return said;
        }
        return answer(line);
    }

    private static void write(SocketChannel line, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            line.write(bytes);
        }
    }

    private static String answer(SocketChannel line) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocate(256);
        while (answer.size() < MAX_ANSWER && line.read(bytes.clear()) > 0) {
            answer.write(bytes.array(), 0, bytes.position());
        }
        return answer.toString(StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    private static Verdict verdict(String answer) throws IOException {
        if (answer.equals("stream: OK")) {
            return new Verdict.Clean();
        }
        Matcher found = FOUND.matcher(answer);
        if (found.matches()) {
            return new Verdict.Infected(found.group(1));
        }
        if (answer.startsWith("INSTREAM size limit exceeded")) {
            return new Verdict.TooLarge();
        }
        throw new IOException("clamd said: " + answer);
    }
}
