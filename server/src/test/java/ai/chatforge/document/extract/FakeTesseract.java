package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A program that answers as Tesseract does, whatever the picture shows. */
final class FakeTesseract {
    private FakeTesseract() {}

    static Tesseract saying(String text, Path folder) throws IOException {
        Path program = folder.resolve("tesseract");
        Files.writeString(program, """
                #!/bin/sh
                if [ "$1" = --list-langs ]; then echo "List of languages:"; echo eng; echo deu; exit 0; fi
                [ "$(head -c 2 "$1")" = P5 ] || exit 1
                [ "$3 $4" = "-l eng" ] || exit 1
                echo "%s"
                """.formatted(text));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Tesseract.at(program, List.of("fra", "eng"));
    }
}
