package ai.chatforge;

import ai.chatforge.accounting.api.Reconciler;
import ai.chatforge.platform.command.OperatorCommand;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.crypto.RotationRequest;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.vector.api.SearchIndexRebuild;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What else the program does: each command starts the server on a free port of this machine, and ends it again. */
final class Commands {
    private static final Set<String> SWITCHES = Set.of("rebuild-index");
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int PATIENCE = 600;
    private static final int RECONCILER_PATIENCE = 60;
    private static final int ROTATION_PATIENCE = 2 * 60 * 60;

    private Commands() {}

    /** Runs a command of a service. */
    static void operator(String name, List<String> arguments) {
        Map<String, String> options = options(arguments);
        List<String> server = serverOptions(options);
        try (ConfigurableApplicationContext context = ChatForge.start(server)) {
            OperatorCommand command = context.getBeansOfType(OperatorCommand.class).values().stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new StartupFailure("There is no command '" + name + "'."));
            System.out.println(command.run(options, Commands::secret));
        } catch (ApiException e) {
            throw new StartupFailure(e.detail());
        }
    }

    /** Starts everything, waits until it is in order, and tells how it is; false when something is not. */
    static boolean doctor(List<String> arguments) {
        Map<String, String> options = options(arguments);
        Path folder = dataFolder(options);
        if (options.containsKey("rebuild-index")) {
            SearchIndexRebuild.request(DataFolder.shared(folder));
        }
        try (ConfigurableApplicationContext context = ChatForge.start(serverOptions(options))) {
            JsonNode health = health(context);
            for (int attempt = 0; attempt < PATIENCE && !isUp(health); attempt++) {
                Thread.sleep(PAUSE);
                health = health(context);
            }
            health.path("components")
                    .forEachEntry((part, state) -> System.out.printf(
                            "  %-20s%s%n", part, state.path("status").asString()));
            boolean fine = isUp(health) && reconciles(context);
            System.out.println(fine ? "Everything is in order." : "Not everything is in order. See the logs.");
            return fine;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the credits of accounts must comply with. After a crash, what was under way is settled within seconds. */
    private static boolean reconciles(ConfigurableApplicationContext context) throws InterruptedException {
        Reconciler reconciler = context.getBeanProvider(Reconciler.class).getIfAvailable();
        if (reconciler == null) {
            return true;
        }
        Map<String, Integer> faults = reconciler.faults();
        for (int attempt = 0; attempt < RECONCILER_PATIENCE && !isFine(faults); attempt++) {
            Thread.sleep(PAUSE);
            faults = reconciler.faults();
        }
        faults.forEach((rule, rows) -> System.out.printf(
                "  %-50s%s%n", rule.replace('-', ' '), rows == 0 ? "yes" : "NO, " + rows + " contradict it"));
        return isFine(faults);
    }

    private static boolean isFine(Map<String, Integer> faults) {
        return faults.values().stream().allMatch(rows -> rows == 0);
    }

    /** New keys for sealed secrets, by the running server where there is one. */
    static void rotateSecrets(List<String> arguments) {
        Map<String, String> options = options(arguments);
        Path path = dataFolder(options);
        DataFolder folder = DataFolder.shared(path);
        RotationRequest.make(folder);
        System.out.println("Keys are rotated in steps, so that every process knows one before the next. This takes some"
                + " minutes; when it is cut off, the server goes on with it.");
        if (isFree(path)) {
            try (ConfigurableApplicationContext _ = ChatForge.start(serverOptions(options))) {
                awaitRotation(folder);
            }
        } else {
            awaitRotation(folder);
        }
        System.out.println("Everything is sealed with new keys; the old ones are destroyed.");
    }

    private static boolean isFree(Path folder) {
        try {
            DataFolder.lock(folder).close();
            return true;
        } catch (StartupFailure _) {
            return false;
        }
    }

    private static void awaitRotation(DataFolder folder) {
        try {
            for (int attempt = 0; RotationRequest.isOpen(folder); attempt++) {
                if (attempt == ROTATION_PATIENCE) {
                    throw new StartupFailure("The keys are still being rotated. The log of the server says why it takes"
                            + " so long; it goes on by itself.");
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode health(ConfigurableApplicationContext context) throws InterruptedException {
        try (OwnServer server = new OwnServer(context)) {
            return server.get("/health");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUp(JsonNode health) {
        return health.path("status").asString().equals("UP");
    }

    /** For the launcher: starts, serves a first user, and ends, so that the JVM can keep what it learned. */
    static void train(List<String> arguments) {
        List<String> settings = new ArrayList<>(serverOptions(options(arguments)));
        // The first user reads no e-mails.
        settings.add("--chatforge.auth.sign-up=immediate");
        try (ConfigurableApplicationContext context = ChatForge.start(settings);
                OwnServer server = new OwnServer(context)) {
            new FirstUser(server).doEverythingOnce();
        }
    }

    private static Path dataFolder(Map<String, String> options) {
        Path folder = Path.of(options.getOrDefault("data-dir", "data"));
        if (!Files.isDirectory(folder)) {
            throw new StartupFailure("There is no data folder " + folder.toAbsolutePath()
                    + ". ./chatforge start makes it; --data-dir names another one.");
        }
        return folder;
    }

    private static Map<String, String> options(List<String> arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                throw new StartupFailure("'" + argument + "' is not an option. Options begin with --.");
            }
            int equals = argument.indexOf('=');
            String name = argument.substring(2, equals < 0 ? argument.length() : equals);
            if (equals >= 0) {
                options.put(name, argument.substring(equals + 1));
            } else if (SWITCHES.contains(name)) {
                options.put(name, "true");
            } else if (i + 1 < arguments.size()) {
                options.put(name, arguments.get(++i));
            } else {
                throw new StartupFailure("The option --" + name + " needs a value.");
            }
        }
        return options;
    }

    private static List<String> serverOptions(Map<String, String> options) {
        List<String> server = new ArrayList<>();
        server.add("--port=" + freePort());
        options.forEach((name, value) -> {
            if (name.equals("data-dir") || name.startsWith("chatforge.")) {
                server.add("--" + name + "=" + value);
            }
        });
        return server;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A JVM may be configured to give none (jdk.console).
    @SuppressWarnings("SystemConsoleNull")
    private static String secret() {
        String given = System.getenv("CHATFORGE_ADMIN_PASSWORD");
        if (given != null) {
            return given;
        }
        Console console = System.console();
        try {
            if (console != null && console.isTerminal()) {
                return new String(console.readPassword("Password: "));
            }
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
