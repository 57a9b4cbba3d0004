package ai.chatforge.document.extract;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/** Makes the files that nobody should upload, each into the given folder. */
public final class HostileFiles {
    private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private final Path folder;

    public HostileFiles(Path folder) {
        this.folder = folder;
    }

    // PDF

    public Path encryptedPdf() throws IOException {
        Path file = book(3, "open.pdf");
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            Path encrypted = folder.resolve("encrypted.pdf");
            document.save(encrypted.toFile());
            return encrypted;
        }
    }

    public Path emptyPdf() throws IOException {
        Path file = folder.resolve("no-pages.pdf");
        try (PDDocument document = new PDDocument()) {
            document.save(file.toFile());
        }
        return file;
    }

    /** Pages without any content: neither text nor pictures. */
    public Path blankPdf() throws IOException {
        Path file = folder.resolve("blank.pdf");
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.addPage(new PDPage());
            document.save(file.toFile());
        }
        return file;
    }

    public Path picturesOnlyPdf() throws IOException {
        Path file = folder.resolve("scan.pdf");
        try (PDDocument document = new PDDocument()) {
            var picture = new BufferedImage(40, 60, BufferedImage.TYPE_INT_RGB);
            var image = LosslessFactory.createFromImage(document, picture);
            for (int i = 0; i < 3; i++) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawImage(image, 50, 50, 400, 600);
                }
            }
            document.save(file.toFile());
        }
        return file;
    }

    /** The first half of a PDF: no directory at its end, and pages missing. */
    public Path truncatedPdf() throws IOException {
        Path file = book(40, "truncated.pdf");
        byte[] bytes = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    /** Says that it is a PDF, and nothing more. */
    public Path garbagePdf() throws IOException {
        byte[] bytes = new byte[50_000];
        new Random(7).nextBytes(bytes);
        byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, bytes, 0, head.length);
        return Files.write(folder.resolve("garbage.pdf"), bytes);
    }

    public Path longPdf(int pages) throws IOException {
        return book(pages, "long-" + pages + ".pdf");
    }

    /** One page whose content unpacks to the given size. */
    public Path bombPdf(int megabytes) throws IOException {
        Path file = folder.resolve("bomb.pdf");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            byte[] million = "BT (x) Tj ET\n".repeat((1 << 20) / 13).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < megabytes; i++) {
                out.write(million);
            }
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                            + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
                            + "4 0 obj<</Filter/FlateDecode/Length " + packed.size() + ">>stream\n")
                    .getBytes(StandardCharsets.US_ASCII));
            packed.writeTo(out);
            out.write("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private Path book(int pages, String name) throws IOException {
        Path file = folder.resolve(name);
        PdfBook.write(pages, 1, 300, file);
        return file;
    }

    // DOCX

    /** A document type that would fetch an address and a local file. */
    public Path xxeDocx(String address, Path secret) throws IOException {
        return docx(
                "xxe.docx",
                out -> out.write(("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"" + address
                                + "\"><!ENTITY b SYSTEM \"" + secret.toUri() + "\"><!ENTITY % c SYSTEM \"" + address
                                + "\">%c;]>"
                                + "<w:document xmlns:w=\"" + WORD
                                + "\"><w:body><w:p><w:r><w:t>before &a; &b; after</w:t></w:r>"
                                + "</w:p></w:body></w:document>")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    /** Entities that unfold to billions of letters. */
    public Path billionLaughsDocx() throws IOException {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 12; i++) {
            xml.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        xml.append("]><w:document xmlns:w=\"").append(WORD).append("\"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p>");
        xml.append("</w:body></w:document>");
        return docx("laughs.docx", out -> out.write(xml.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** White space that unpacks to the given size: nothing comes out that could be counted as text. */
    public Path bombDocx(int megabytes) throws IOException {
        return docx("bomb.docx", out -> {
            out.write(
                    ("<w:document xmlns:w=\"" + WORD + "\"><w:body><w:p><w:r><w:t>").getBytes(StandardCharsets.UTF_8));
            byte[] million = new byte[1 << 20];
            Arrays.fill(million, (byte) ' ');
            for (int i = 0; i < megabytes; i++) {
                out.write(million);
            }
            out.write("</w:t></w:r></w:p></w:body></w:document>".getBytes(StandardCharsets.UTF_8));
        });
    }

    public Path longDocx(int paragraphs) throws IOException {
        return docx("long.docx", out -> {
            out.write(("<w:document xmlns:w=\"" + WORD + "\"><w:body>").getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < paragraphs; i++) {
                out.write(("<w:p><w:r><w:t>Paragraph number " + i + " of many.</w:t></w:r></w:p>")
                        .getBytes(StandardCharsets.UTF_8));
            }
            out.write("</w:body></w:document>".getBytes(StandardCharsets.UTF_8));
        });
    }

    /** A document in a zip in a zip: no Word document, however deep one looks. */
    public Path nestedZip() throws IOException {
        byte[] inner = Files.readAllBytes(longDocx(10));
        for (int i = 0; i < 50; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("inner.zip"));
                zip.write(inner);
            }
            inner = bytes.toByteArray();
        }
        return Files.write(folder.resolve("nested.docx"), inner);
    }

    public Path truncatedDocx() throws IOException {
        byte[] bytes = Files.readAllBytes(longDocx(10_000));
        return Files.write(folder.resolve("truncated.docx"), Arrays.copyOf(bytes, bytes.length / 2));
    }

    /** What a writer of parts does. */
    public interface Part {
        void write(OutputStream out) throws IOException;
    }

    public Path docx(String name, Part document) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write(("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                            + "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
                            + "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>")
                    .getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            document.write(zip);
        }
        return file;
    }

    // text

    public Path deepHtml(int depth) throws IOException {
        return text("deep.html", "<html><body>" + "<div>".repeat(depth) + "at the bottom" + "</div>".repeat(depth));
    }

    public Path longLine(int megabytes) throws IOException {
        Path file = folder.resolve("line.txt");
        byte[] words = "all on one line ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < megabytes; i++) {
                out.write(words);
            }
        }
        return file;
    }

    /** Without a single space. */
    public Path longWord(int megabytes) throws IOException {
        return text("word.txt", "x".repeat(megabytes << 20));
    }

    public Path brokenUtf8() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            bytes.writeBytes(("Größe und Länge der Straße " + i + ". ").getBytes(StandardCharsets.UTF_8));
        }
        bytes.writeBytes(new byte[] {(byte) 0xC3, ' ', (byte) 0xFF, (byte) 0xFE, ' ', (byte) 0xE2, (byte) 0x82});
        return Files.write(folder.resolve("broken.txt"), bytes.toByteArray());
    }

    public Path binaryText() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(3).nextBytes(bytes);
        return Files.write(folder.resolve("binary.txt"), bytes);
    }

    /** Text enough to pass for text, then noise. */
    public Path textThenBinary() throws IOException {
        byte[] bytes = new byte[400_000];
        new Random(5).nextBytes(bytes);
        Arrays.fill(bytes, 0, 70_000, (byte) 'a');
        return Files.write(folder.resolve("half.txt"), bytes);
    }

    public Path text(String name, String text) throws IOException {
        return text(name, text, StandardCharsets.UTF_8);
    }

    public Path text(String name, String text, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(charset));
    }
}
