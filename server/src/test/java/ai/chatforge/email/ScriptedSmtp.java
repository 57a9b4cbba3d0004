package ai.chatforge.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server whose connections each go as they were told to; those after the last one accept everything. */
final class ScriptedSmtp implements AutoCloseable {
    /** How a connection goes. */
    enum Behaviour {
        ACCEPT("250 2.1.5 fine"),
        /** Takes the connection and says nothing. */
        SILENT(""),
        BUSY("451 4.3.2 try again later"),
        NO_MAILBOX("550 5.1.1 there is nobody here of that name"),
        FULL("552 5.2.2 the mailbox is full"),
        NOT_FOR_US("550 5.7.1 relaying denied"),
        PLAIN_550("550 no"),
        /** Is gone in the middle of the text. */
        DROP(ACCEPT.toRecipient),
        /** Says what no program can read. */
        GARBAGE(ACCEPT.toRecipient),
        /** Takes the text, and then does not. */
        SPAM(ACCEPT.toRecipient);

        private final String toRecipient;

        Behaviour(String toRecipient) {
            this.toRecipient = toRecipient;
        }
    }

    private static final int LINES_BEFORE_DROP = 3;

    private final ServerSocket socket;
    private final Queue<Behaviour> script;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ScriptedSmtp(Behaviour... script) throws IOException {
        this.script = new ConcurrentLinkedQueue<>(List.of(script));
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** The texts that were taken, with their headers. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                Behaviour next = script.poll();
                connections.incrementAndGet();
                threads.execute(() -> talk(client, next == null ? Behaviour.ACCEPT : next));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket client, Behaviour behaviour) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = client.getOutputStream()) {
            if (behaviour == Behaviour.SILENT) {
                while (in.readLine() != null) {
                    // Nothing is answered.
                }
                return;
            }
            if (behaviour == Behaviour.GARBAGE) {
                say(out, "<html>{");
                return;
            }
            say(out, "220 scripted");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                switch (command) {
                    case "RCPT" -> say(out, behaviour.toRecipient);
                    case "DATA" -> {
                        say(out, "354 go on");
                        if (!data(client, in, out, behaviour)) {
                            return;
                        }
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException e) {
            // The client went; so be it.
        }
    }

    private boolean data(Socket client, BufferedReader in, OutputStream out, Behaviour behaviour) throws IOException {
        StringBuilder text = new StringBuilder();
        int lines = 0;
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            text.append(line).append('\n');
            if (behaviour == Behaviour.DROP && ++lines == LINES_BEFORE_DROP) {
                client.setSoLinger(true, 0);
                return false;
            }
        }
        if (behaviour == Behaviour.SPAM) {
            say(out, "554 5.7.1 looks like spam");
        } else {
            accepted.add(text.toString());
            say(out, "250 taken");
        }
        return true;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.close();
    }
}
