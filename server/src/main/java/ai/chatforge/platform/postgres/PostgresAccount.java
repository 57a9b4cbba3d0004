package ai.chatforge.platform.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The account that the server runs under. PostgreSQL refuses root, so a root operator's server runs either in a user
 * namespace, where it is nobody but still reaches files below root's own folders, or, where namespaces are forbidden
 * (as in most containers), under an unprivileged account.
 *
 * @param owner the account that must own the server's files
 * @param prefix what is put before each command
 */
record PostgresAccount(String owner, List<String> prefix) {
    static List<PostgresAccount> candidates() {
        UnixSystem self = new UnixSystem();
        if (self.getUid() != 0) {
            return List.of(new PostgresAccount(self.getUsername(), List.of()));
        }
        return List.of(userNamespace(), unprivileged("postgres"), unprivileged("nobody"));
    }

    static PostgresAccount userNamespace() {
        return new PostgresAccount("root", List.of("unshare", "--user"));
    }

    static PostgresAccount unprivileged(String name) {
        return new PostgresAccount(
                name,
                List.of(
                        "sh",
                        "-c",
                        "exec setpriv --reuid=\"$0\" --regid=\"$(id -g \"$0\")\" --init-groups --no-new-privs \"$@\"",
                        name));
    }

    /** The first account that can run the server's programs here. */
    static PostgresAccount choose(List<PostgresAccount> candidates, Path base, PostgresBinaries binaries)
            throws IOException {
        List<String> refusals = new ArrayList<>();
        for (PostgresAccount account : candidates) {
            if (!account.exists(base)) {
                continue;
            }
            account.makeWay(base);
            Command.Result result = Command.run(
                    account.command(List.of(binaries.program("postgres").toString(), "--version")));
            if (result.exitCode() == 0) {
                return account;
            }
            refusals.add(account + ": " + result.output().strip());
        }
        throw new PostgresException("PostgreSQL cannot be run in " + base
                + ". If you are root: start ChatForge as an ordinary user, or choose"
                + " a data folder that the account nobody can reach. Tried: " + String.join("; ", refusals));
    }

    List<String> command(List<String> arguments) {
        return Stream.concat(prefix.stream(), arguments.stream()).toList();
    }

    /** Lets another account pass through the data folder, without seeing what is in it. */
    private void makeWay(Path base) throws IOException {
        Path dataFolder = base.getParent();
        if (prefix.isEmpty() || owner.equals("root") || dataFolder == null) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(dataFolder);
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
            Files.setPosixFilePermissions(dataFolder, permissions);
        }
    }

    private boolean exists(Path base) throws IOException {
        try {
            principal(base);
            return true;
        } catch (UserPrincipalNotFoundException e) {
            return false;
        }
    }

    /** Hands over a folder with all that is in it, unless it already belongs to this account. */
    void own(Path folder) throws IOException {
        UserPrincipal wanted = principal(folder);
        if (new UnixSystem().getUid() != 0 || Files.getOwner(folder).equals(wanted)) {
            return;
        }
        // Deepest first: an interrupted change leaves the folder itself for the next attempt.
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.setAttribute(file, "owner:owner", wanted, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private UserPrincipal principal(Path folder) throws IOException {
        return folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
    }
}
