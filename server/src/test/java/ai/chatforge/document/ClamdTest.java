package ai.chatforge.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How clamd is asked, and what its answers mean; a real one is asked end to end. */
class ClamdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    /** A daemon that takes the file, if it reads at all, and says one thing. */
    private record Daemon(ServerSocket server, String answer, boolean reads) implements AutoCloseable {
        static Daemon saying(String answer, boolean reads) throws IOException {
            Daemon daemon = new Daemon(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answer, reads);
            Thread.ofVirtual().start(daemon::serve);
            return daemon;
        }

        String address() {
            return "127.0.0.1:" + server.getLocalPort();
        }

        private void serve() {
            try (Socket caller = server.accept()) {
                long bytes = reads ? read(caller.getInputStream()) : 0;
                caller.getOutputStream()
                        .write((answer.replace("%d", "" + bytes) + "\0").getBytes(StandardCharsets.UTF_8));
                if (answer.isEmpty()) {
                    caller.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException e) {
                // the caller hung up
            }
        }

        private static long read(InputStream raw) throws IOException {
            DataInputStream in = new DataInputStream(raw);
            String command = new String(in.readNBytes(10), StandardCharsets.US_ASCII);
            if (!command.equals("zINSTREAM\0")) {
                return -1;
            }
            long all = 0;
            for (int length = in.readInt(); length > 0; length = in.readInt()) {
                all += in.readNBytes(length).length;
            }
            return all;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private Clamd.Verdict ask(Daemon daemon, int bytes) throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[bytes]);
        return Clamd.at(daemon.address(), PATIENCE).orElseThrow().look(file);
    }

    @Test
    void theWholeFileIsSentInPieces() throws Exception {
        try (Daemon daemon = Daemon.saying("stream: Bytes.%d FOUND", true)) {
            assertThat(ask(daemon, 200_001)).isEqualTo(new Clamd.Verdict.Infected("Bytes.200001"));
        }
        try (Daemon daemon = Daemon.saying("stream: OK", true)) {
            assertThat(ask(daemon, 0)).isEqualTo(new Clamd.Verdict.Clean());
        }
        try (Daemon daemon = Daemon.saying("INSTREAM size limit exceeded. ERROR", true)) {
            assertThat(ask(daemon, 10)).isEqualTo(new Clamd.Verdict.TooLarge());
        }
    }

    @Test
    void whatIsNoAnswerIsNoPermission() throws Exception {
        try (Daemon daemon = Daemon.saying("stream: Can't allocate memory ERROR", true)) {
            assertThatThrownBy(() -> ask(daemon, 10)).isInstanceOf(IOException.class);
        }
        try (Daemon daemon = Daemon.saying("", true)) {
            Path file = Files.write(folder.resolve("file"), new byte[10]);
            Clamd hasty = Clamd.at(daemon.address(), Duration.ofMillis(300)).orElseThrow();
            assertThatThrownBy(() -> hasty.look(file)).isInstanceOf(IOException.class);
        }
        try (Daemon daemon = Daemon.saying("", false)) {
            assertThatThrownBy(() -> ask(daemon, 10)).isInstanceOf(IOException.class);
        }
        Clamd nowhere = Clamd.at(folder.resolve("none").toString(), PATIENCE).orElseThrow();
        assertThatThrownBy(() -> nowhere.look(Files.createFile(folder.resolve("x"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        assertThat(Clamd.at("off", PATIENCE)).isEmpty();
        assertThatThrownBy(() -> Clamd.at("clamav", PATIENCE))
                .hasMessageContaining("chatforge.document.virus-scan")
                .hasMessageContaining("host:port");
    }
}
