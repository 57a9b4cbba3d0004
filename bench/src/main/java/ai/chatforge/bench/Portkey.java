package ai.chatforge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Portkey's gateway from npm (bench/peers), which relays the same calls, but stores and accounts nothing. */
final class Portkey implements AutoCloseable {
    private static final Path PROGRAM = Path.of("node_modules/@portkey-ai/gateway/build/start-server.js");

    private final Process process;
    private final HttpLoad load;

    private Portkey(Process process, HttpLoad load) {
        this.process = process;
        this.load = load;
    }

    static Portkey start(Workshop shop, ScriptedModel model, String name, String mark)
            throws IOException, InterruptedException {
        Path program = shop.root().resolve("bench/peers").resolve(PROGRAM);
        if (Files.notExists(program)) {
            throw new IOException("Portkey is not installed: run npm ci in bench/peers.");
        }
        int port = Workshop.freePort();
        Process process = new ProcessBuilder("node", program.toString(), "--port=" + port, "--headless")
                .redirectErrorStream(true)
                .redirectOutput(shop.folder().resolve("portkey.log").toFile())
                .start();
        String headers = "none\r\nx-portkey-provider: openai\r\nx-portkey-custom-host: " + model.address();
        String body = """
                {"model":"%s","messages":[{"role":"user","content":"How long is the guarantee?"}]}""".formatted(name);
        Portkey portkey = new Portkey(process, new HttpLoad(port, "/v1/chat/completions", headers, body, mark, 1));
        String complaint = "";
        for (int attempt = 0; attempt < 100; attempt++) {
            complaint =
                    portkey.load.once(1, Duration.ZERO, Duration.ofSeconds(2)).complaint();
            if (complaint.isEmpty()) {
                return portkey;
            }
            Thread.sleep(200);
        }
        portkey.close();
        throw new IOException("Portkey does not answer: " + complaint);
    }

    HttpLoad load() {
        return load;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
