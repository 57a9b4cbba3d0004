package ai.chatforge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The test kit's scripted provider in a process of its own, so that its cost is told apart. */
final class ScriptedModel implements AutoCloseable {
    /** Stands in each piece of an answer. */
    static final String CHUNK = "\"delta\":{\"content\"";

    private final Process process;
    private final int port;

    private ScriptedModel(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ScriptedModel start(Workshop shop) throws IOException, InterruptedException {
        int port = Workshop.freePort();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "ai.chatforge.testkit.provider.ScriptedProvider",
                        "--port",
                        Integer.toString(port),
                        "--keep",
                        "10")
                .redirectErrorStream(true)
                .redirectOutput(shop.folder().resolve("provider.log").toFile())
                .start();
        ScriptedModel model = new ScriptedModel(process, port);
        String complaint = "";
        for (int attempt = 0; attempt < 100; attempt++) {
            complaint = model.load("words-1", CHUNK, 1)
                    .once(1, Duration.ZERO, Duration.ofSeconds(2))
                    .complaint();
            if (complaint.isEmpty()) {
                return model;
            }
            Thread.sleep(50);
        }
        model.close();
        throw new IOException("The scripted provider does not answer: " + complaint);
    }

    String address() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** The settings of a ChatForge that uses these models, without limits on requests. */
    Map<String, String> settings(String... models) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("CHATFORGE_CHAT_PROVIDERS_SCRIPTED_BASEURL", address());
        settings.put("CHATFORGE_CHAT_PROVIDERS_SCRIPTED_MODELS", String.join(",", models));
        settings.put("CHATFORGE_WEB_REQUESTSPERMINUTE", "0");
        settings.put("CHATFORGE_CHAT_LIMITS_MESSAGESPERMINUTE", "0");
        return settings;
    }

    /** The same, for more than an account may usually spend. */
    Map<String, String> settingsWithoutPlans(String... models) {
        Map<String, String> settings = settings(models);
        settings.put("CHATFORGE_USER_TRIALPLAN", "enterprise");
        return settings;
    }

    /** A load on the provider itself, asking as ChatForge does. */
    HttpLoad load(String model, String mark, int marks) {
        String body = """
                {"model":"%s","messages":[{"role":"system","content":"You are a bench."},\
                {"role":"user","content":"How long is the guarantee?"}],"temperature":0.7,"max_tokens":1024,\
                "stream":true,"stream_options":{"include_usage":true}}""".formatted(model);
        return new HttpLoad(port, "/v1/chat/completions", "none", body, mark, marks);
    }

    ProcessFigures figures() throws IOException {
        return ProcessFigures.of(List.of(process.toHandle()));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
