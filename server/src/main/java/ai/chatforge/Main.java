package ai.chatforge;

import ai.chatforge.platform.config.StartupFailure;
import java.util.Arrays;
import java.util.List;

/** The one program: picks the command and hands over. The launcher script {@code chatforge} calls it. */
public final class Main {
    private static final int MISTAKE = 2;

    private Main() {}

    public static void main(String[] args) {
        List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        String command = args.length == 0 || args[0].startsWith("-") ? "start" : args[0];
        try {
            switch (command) {
                case "start" -> {
                    List<String> options = args.length > 0 && args[0].equals("start") ? rest : List.of(args);
                    System.out.println(StartReport.of(ChatForge.start(options)));
                }
                case "admin" -> admin(rest);
                case "secrets" -> secrets(rest);
                case "doctor" -> {
                    if (!Commands.doctor(rest)) {
                        System.exit(MISTAKE);
                    }
                }
                case "train" -> Commands.train(rest);
                case "version" -> System.out.println("ChatForge " + version());
                default ->
                    throw new StartupFailure("There is no command '" + command
                            + "'. Commands: start, admin, secrets, doctor, version. See chatforge --help.");
            }
        } catch (StartupFailure failure) {
            report(command.equals("start") ? "ChatForge cannot start:" : "That did not work:", failure);
            System.exit(MISTAKE);
        }
    }

    private static void admin(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.getFirst().equals("create")) {
            throw new StartupFailure("Write: chatforge admin create --email you@example.com");
        }
        Commands.operator("admin create", arguments.subList(1, arguments.size()));
    }

    private static void secrets(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.getFirst().equals("rotate")) {
            throw new StartupFailure("Write: chatforge secrets rotate");
        }
        Commands.rotateSecrets(arguments.subList(1, arguments.size()));
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    private static void report(String heading, StartupFailure failure) {
        System.err.println(heading);
        failure.mistakes().forEach(mistake -> System.err.println("  - " + mistake));
    }
}
