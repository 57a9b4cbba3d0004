package ai.chatforge.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A running ChatForge, in one process or in three that share a PostgreSQL server. */
final class Installation implements AutoCloseable {
    /** A process of the split; it hosts what {@code deploy/split} says. */
    enum Part {
        FRONT,
        KNOWLEDGE,
        CHAT;

        private final String services = Folders.read(
                        Path.of("..", "deploy", "split", name().toLowerCase(Locale.ROOT) + ".env"))
                .lines()
                .filter(line -> line.startsWith("CHATFORGE_SERVICES="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
    }

    private static final List<Part> PARTS = List.of(Part.values());

    /** Tests sign up, ask and upload more than a person would. */
    private static final List<String> FOR_TESTS = List.of(
            "--chatforge.web.requests-per-minute=0",
            "--chatforge.chat.public-messages-per-minute=100000",
            "--chatforge.auth.limits.sign-up=100000",
            "--chatforge.auth.limits.sign-in=100000",
            "--chatforge.auth.limits.password-reset=100000",
            "--chatforge.auth.bcrypt-cost=10",
            "--chatforge.user.base-plan=enterprise");

    private static final String SECRET = "only for tests, and longer than thirty-two characters";

    /** In the order of {@link #PARTS}; a single one hosts all. */
    private final List<Launched> processes;

    private Installation(List<Launched> processes) {
        this.processes = processes;
    }

    static Installation inOneProcess(String name, String... options) {
        return new Installation(List.of(new Launched(name, Launched.freePort(), with(options), Map.of()))).start();
    }

    /** In one process, with all its data in that folder. */
    static Installation inFolder(String name, Path dataFolder) {
        return new Installation(List.of(new Launched(name, Launched.freePort(), dataFolder, with(), Map.of()))).start();
    }

    static Installation inThreeProcesses(String name, String... options) {
        Postgres database = Postgres.create(name);
        List<Integer> ports = PARTS.stream().map(_ -> Launched.freePort()).toList();
        return new Installation(PARTS.stream()
                        .map(part -> {
                            List<String> all = with(options);
                            all.add("--services=" + part.services);
                            all.addAll(addressesOfOthers(part, ports));
                            String process = part.name().toLowerCase(Locale.ROOT);
                            return new Launched(
                                    name + "-" + process,
                                    ports.get(PARTS.indexOf(part)),
                                    all,
                                    Map.of(
                                            "CHATFORGE_CLUSTER_SECRET",
                                            SECRET,
                                            "CHATFORGE_DATABASE_URL",
                                            database.login(process),
                                            "CHATFORGE_DATABASE_OWNERURL",
                                            database.ownerUrl()));
                        })
                        .toList())
                .start();
    }

    private static List<String> with(String... options) {
        List<String> all = new ArrayList<>(FOR_TESTS);
        all.addAll(List.of(options));
        return all;
    }

    private static List<String> addressesOfOthers(Part part, List<Integer> ports) {
        return PARTS.stream()
                .filter(other -> other != part)
                .flatMap(other -> Arrays.stream(other.services.split(",", -1))
                        .map(service -> "--chatforge.remote.%s.url=http://127.0.0.1:%d"
                                .formatted(service, ports.get(PARTS.indexOf(other)))))
                .toList();
    }

    private Installation start() {
        processes.forEach(Launched::launch);
        processes.forEach(Launched::awaitHealthy);
        return this;
    }

    /** Where users reach it. */
    URI address() {
        return process(Part.FRONT).address();
    }

    boolean isSplit() {
        return processes.size() > 1;
    }

    /** The process that hosts these services. */
    Launched process(Part part) {
        return processes.get(isSplit() ? PARTS.indexOf(part) : 0);
    }

    Client anonymous() {
        return Client.anonymous(this::address);
    }

    Client signUp() {
        return Client.signUp(this::address);
    }

    @Override
    public void close() {
        processes.forEach(Launched::close);
    }
}
