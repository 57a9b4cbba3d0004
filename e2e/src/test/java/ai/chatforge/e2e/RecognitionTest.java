package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real Tesseract reads a photograph and a scanned PDF; {@code .ci/run} installs it. */
@Tag("servers")
class RecognitionTest {
    private static final Installation INSTALLATION = Installation.inOneProcess("recognition");

    @AfterAll
    static void stop() {
        INSTALLATION.close();
    }

    @Test
    void whatPicturesSayCanBeAsked() throws IOException {
        Client owner = INSTALLATION.signUp();
        String bot = owner.makeBot("Reader");
        owner.upload(bot, "sign.png", BodyPublishers.ofByteArray(picture("The ferry leaves at nine", "png")))
                .ok();
        owner.upload(bot, "scan.pdf", BodyPublishers.ofByteArray(scan("The museum opens on Sunday")))
                .ok();
        assertThat(owner.awaitTrained(bot))
                .allSatisfy(source -> assertThat(source.path("status").asString())
                        .as(source.toString())
                        .isEqualTo("ready"));
        assertThat(owner.ask(bot, "When does the ferry leave?").path("content").asString())
                .contains("nine");
        assertThat(owner.ask(bot, "When does the museum open?").path("content").asString())
                .contains("Sunday");
    }

    private static byte[] picture(String words, String kind) throws IOException {
        BufferedImage picture = new BufferedImage(1_400, 300, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 1_400, 300);
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 64));
        graphics.drawString(words, 60, 170);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, kind, out);
        return out.toByteArray();
    }

    /** A page that is nothing but the picture. */
    private static byte[] scan(String words) throws IOException {
        byte[] jpeg = picture(words, "jpg");
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        pdf.writeBytes(latin("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 560 120]/Contents 4 0 R"
                + "/Resources<</XObject<</P 5 0 R>>>>>>endobj\n"
                + "4 0 obj<</Length 27>>stream\nq 560 0 0 120 0 0 cm /P Do Q\nendstream endobj\n"
                + "5 0 obj<</Type/XObject/Subtype/Image/Width 1400/Height 300/ColorSpace/DeviceRGB/BitsPerComponent 8"
                + "/Filter/DCTDecode/Length " + jpeg.length + ">>stream\n"));
        pdf.writeBytes(jpeg);
        pdf.writeBytes(latin("\nendstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n"));
        return pdf.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
