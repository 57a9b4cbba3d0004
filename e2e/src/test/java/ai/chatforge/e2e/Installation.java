package ai.chatforge.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
            "--chatforge.chat.limits.visitor-messages-per-minute=0",
            "--chatforge.chat.limits.visitor-messages-per-conversation=0",
            "--chatforge.chat.limits.visitor-messages-per-bot-and-address=0",
            "--chatforge.chat.limits.visitor-messages-per-bot=0",
            "--chatforge.chat.key-requests-per-minute=100000",
            "--chatforge.chat.limits.messages-per-minute=0",
            "--chatforge.chat.limits.lists-per-minute=0",
            "--chatforge.auth.limits.sign-up=100000",
            "--chatforge.auth.limits.sign-in=100000",
            "--chatforge.auth.limits.password-reset=100000",
            "--chatforge.bot.invitations-per-hour=0",
            "--chatforge.auth.bcrypt-cost=10",
            "--chatforge.auth.sign-up=immediate",
            "--chatforge.user.base-plan=enterprise");

    private static final String ADMIN = "admin@example.com";

    /** As an operator keeps it out of the command line. */
    private static final Map<String, String> ADMINISTRATOR = Map.of(
            "CHATFORGE_AUTH_ADMINISTRATOR_EMAIL", ADMIN, "CHATFORGE_AUTH_ADMINISTRATOR_PASSWORD", Client.PASSWORD);

    private static final String SECRET = "only for tests, and longer than thirty-two characters";

    /** In the order of {@link #PARTS}; a single one hosts all. */
    private final List<Launched> processes;

    private final Optional<MailServer> mail;

    private Installation(List<Launched> processes, Optional<MailServer> mail) {
        this.processes = processes;
        this.mail = mail;
    }

    static Installation inOneProcess(String name, String... options) {
        Launched process = new Launched(name, Launched.freePort(), with(options), ADMINISTRATOR);
        return new Installation(List.of(process), Optional.empty()).start();
    }

    /** In one process, with all its data in that folder. */
    static Installation inFolder(String name, Path dataFolder) {
        Launched process = new Launched(name, Launched.freePort(), dataFolder, with(), ADMINISTRATOR);
        return new Installation(List.of(process), Optional.empty()).start();
    }

    static Installation inThreeProcesses(String name, String... options) {
        Postgres database = Postgres.create(name);
        MailServer mail = MailServer.start();
        List<Integer> ports = PARTS.stream().map(_ -> Launched.freePort()).toList();
        List<Launched> processes = PARTS.stream()
                .map(part -> {
                    List<String> all = with(options);
                    all.addAll(mail.options());
                    String process = part.name().toLowerCase(Locale.ROOT);
                    return new Launched(
                            name + "-" + process,
                            ports.get(PARTS.indexOf(part)),
                            all,
                            environment(part, ports, database));
                })
                .toList();
        return new Installation(processes, Optional.of(mail)).start();
    }

    /** Its commands need it too. */
    private static Map<String, String> environment(Part part, List<Integer> ports, Postgres database) {
        Map<String, String> all = new HashMap<>(ADMINISTRATOR);
        all.put("CHATFORGE_SERVICES", part.services);
        all.putAll(addressesOfOthers(part, ports));
        all.put("CHATFORGE_CLUSTER_SECRET", SECRET);
        all.put("CHATFORGE_DATABASE_URL", database.login(part.name().toLowerCase(Locale.ROOT)));
        all.put("CHATFORGE_DATABASE_OWNERURL", database.ownerUrl());
        return all;
    }

    /** What a test says itself comes before what all of them have. */
    private static List<String> with(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        FOR_TESTS.stream()
                .filter(each ->
                        Arrays.stream(options).noneMatch(given -> name(given).equals(name(each))))
                .forEach(all::add);
        return all;
    }

    private static String name(String option) {
        return option.replaceFirst("=.*", "");
    }

    private static Map<String, String> addressesOfOthers(Part part, List<Integer> ports) {
        Map<String, String> addresses = new HashMap<>();
        PARTS.stream().filter(other -> other != part).forEach(other -> Arrays.stream(other.services.split(",", -1))
                .forEach(service -> addresses.put(
                        "CHATFORGE_REMOTE_" + service.toUpperCase(Locale.ROOT) + "_URL",
                        "http://127.0.0.1:" + ports.get(PARTS.indexOf(other)))));
        return addresses;
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

    /** The administrator that the settings name. */
    Client admin() {
        return anonymous()
                .with(anonymous()
                        .post("/api/auth/signin", Map.of("email", ADMIN, "password", Client.PASSWORD))
                        .ok()
                        .text("accessToken"));
    }

    Mailbox mailbox() {
        return mail.<Mailbox>map(server -> server).orElseGet(() -> new LocalMailbox(anonymous()));
    }

    /** Ends its first process, and fails when anything is not in order, such as the ledger of the credits. */
    void requireOrder() {
        Launched front = process(Part.FRONT);
        front.stop();
        String said = front.doctor();
        if (!said.contains("Everything is in order.") || !said.endsWith("exit 0")) {
            throw new AssertionError(said);
        }
    }

    @Override
    public void close() {
        processes.forEach(Launched::close);
        mail.ifPresent(MailServer::close);
    }
}
