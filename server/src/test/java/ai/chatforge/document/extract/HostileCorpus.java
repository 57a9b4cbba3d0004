package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Five hundred files that nobody should upload, the same ones each time: made by hand first, then by damaging honest
 * ones.
 */
public final class HostileCorpus {
    public static final int SIZE = 500;
    private static final long SEED = 20_261_121;
    private static final List<String> EXTENSIONS =
            List.of("pdf", "docx", "pptx", "xlsx", "epub", "csv", "eml", "txt", "md", "html", "png", "jpg", "tiff");

    private HostileCorpus() {}

    /**
     * @param address that files refer to, in the hope that somebody calls it
     * @param secret a file of the server that they refer to
     */
    public static Map<String, byte[]> make(Path folder, String address, Path secret) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        HostilePdfs.addTo(files, address);
        HostileArchives.addTo(files, folder, address, secret);
        HostileTexts.addTo(files, address);
        HostilePictures.addTo(files);
        Random random = new Random(SEED);
        Map<String, byte[]> honest = honest(folder);
        mislabel(honest, files);
        noise(random, files);
        damage(honest, random, files);
        return files;
    }

    private static Map<String, byte[]> honest(Path folder) throws IOException {
        HostileFiles made = new HostileFiles(folder);
        Map<String, byte[]> honest = new LinkedHashMap<>();
        honest.put("pdf", Files.readAllBytes(made.longPdf(3)));
        honest.put("docx", Files.readAllBytes(made.longDocx(50)));
        honest.put(
                "pptx",
                zip(
                        folder,
                        OfficeFiles.presentation(List.of(OfficeFiles.slide(
                                "", OfficeFiles.shape("title", "A title"), OfficeFiles.table(new String[] {"a", "b"
                                }))))));
        honest.put(
                "xlsx",
                zip(
                        folder,
                        OfficeFiles.workbook(
                                Map.of("One", OfficeFiles.words(1, "a", "b")), "<si><t>x</t></si>", "<cellXfs/>")));
        honest.put(
                "epub",
                zip(
                        folder,
                        OfficeFiles.book(
                                Map.of("c.xhtml", "<h1>One</h1><p>Words.</p>"), "<a href=\"c.xhtml\">One</a>")));
        honest.put("csv", bytes("name,age\nAda,36\nAlan,41\n"));
        honest.put("eml", bytes(HostileTexts.mail("Content-Type: text/plain\r\n\r\nHello there.\r\n")));
        honest.put("md", bytes("# Title\n\nWords in *a* [link](x).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"));
        honest.put("html", bytes("<!doctype html><title>t</title><h1>Head</h1><p>Words</p><table><tr><td>1</table>"));
        honest.put("png", HostilePictures.picture("png"));
        honest.put("jpg", HostilePictures.picture("jpg"));
        return honest;
    }

    static byte[] zip(Path folder, Map<String, String> parts) throws IOException {
        return Files.readAllBytes(OfficeFiles.zip(folder.resolve("parts.zip"), parts));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void mislabel(Map<String, byte[]> honest, Map<String, byte[]> files) {
        honest.forEach((kind, content) -> EXTENSIONS.stream()
                .filter(other -> !other.equals(kind) && (other.hashCode() + kind.hashCode()) % 3 == 0)
                .forEach(other -> files.put("mislabelled-" + kind + "." + other, content)));
    }

    private static void noise(Random random, Map<String, byte[]> files) {
        for (String extension : EXTENSIONS) {
            for (String magic : List.of("", "%PDF-1.7\n", "PK\u0003\u0004", "From: a@b\r\nDate: x\r\n")) {
                byte[] noise = new byte[500 + random.nextInt(20_000)];
                random.nextBytes(noise);
                System.arraycopy(bytes(magic), 0, noise, 0, magic.length());
                files.put("noise-" + files.size() + "." + extension, noise);
            }
        }
    }

    /** Cut off, or with bytes changed, until there are enough. */
    private static void damage(Map<String, byte[]> honest, Random random, Map<String, byte[]> files) {
        List<String> kinds = List.copyOf(honest.keySet());
        while (files.size() < SIZE) {
            String kind = kinds.get(files.size() % kinds.size());
            byte[] content = honest.getOrDefault(kind, new byte[1]).clone();
            String name;
            if (random.nextInt(3) == 0) {
                name = "cut-" + files.size() + "." + kind;
                content = Arrays.copyOf(content, 1 + random.nextInt(content.length));
            } else {
                name = "changed-" + files.size() + "." + kind;
                for (int i = 1 + random.nextInt(content.length / 20 + 5); i > 0; i--) {
                    content[random.nextInt(content.length)] = (byte) random.nextInt(256);
                }
            }
            files.put(name, content);
        }
    }
}
