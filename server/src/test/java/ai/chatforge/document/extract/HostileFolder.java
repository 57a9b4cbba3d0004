package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the hostile files down, for those who upload them. */
final class HostileFolder {
    private HostileFolder() {}

    /** {@code HostileFolder <folder> <address>}: the files refer to the address, in the hope that somebody calls it. */
    static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Path work = Files.createTempDirectory("hostile");
        Path secret = Files.writeString(work.resolve("secret"), "secret");
        for (Map.Entry<String, byte[]> file :
                HostileCorpus.make(work, args[1], secret).entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
