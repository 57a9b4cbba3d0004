package ai.chatforge.user;

import static ai.chatforge.user.TestPictures.chunk;
import static ai.chatforge.user.TestPictures.encoded;
import static ai.chatforge.user.TestPictures.join;
import static ai.chatforge.user.TestPictures.latin;
import static ai.chatforge.user.TestPictures.picture;
import static ai.chatforge.user.TestPictures.pngHeader;
import static ai.chatforge.user.TestPictures.turned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the pictures that users send. */
class PicturesTest {
    private final Pictures pictures = new Pictures();

    private BufferedImage square(byte[] file) throws IOException {
        byte[] png = pictures.square(file);
        assertThat(png).startsWith(latin("\u0089PNG\r\n\u001a\n"));
        BufferedImage made = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(made.getWidth()).isEqualTo(256);
        assertThat(made.getHeight()).isEqualTo(256);
        return made;
    }

    private static boolean isRed(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        return (rgb >> 16 & 0xFF) > 200 && (rgb & 0xFF) < 80;
    }

    private static boolean isBlue(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        return (rgb & 0xFF) > 200 && (rgb >> 16 & 0xFF) < 80;
    }

    @ParameterizedTest
    @CsvSource({
        "png, 256, 256",
        "png, 1, 1",
        "png, 3000, 40",
        "png, 40, 3000",
        "png, 1023, 700",
        "jpeg, 1, 1",
        "jpeg, 4000, 3000",
        "jpeg, 300, 900",
        "gif, 64, 64",
        "gif, 1500, 900"
    })
    void everyKindAndSizeBecomesASquare(String format, int width, int height) throws IOException {
        BufferedImage made = square(picture(format, width, height));
        if (width > 1) {
            assertThat(isRed(made, 20, 128)).isTrue();
            assertThat(isBlue(made, 235, 128)).isTrue();
        }
    }

    @Test
    void whatIsSeenThroughStaysSo() throws IOException {
        BufferedImage clear = new BufferedImage(800, 800, BufferedImage.TYPE_INT_ARGB);
        assertThat(square(encoded(clear, "png")).getRGB(100, 100) >>> 24).isZero();
    }

    /** Where the red half is, as a person sees it: its left edge was at the top, right or bottom of the camera. */
    @ParameterizedTest
    @CsvSource({"1, left", "2, right", "3, right", "4, left", "5, top", "6, top", "7, bottom", "8, bottom"})
    void aPhotoIsTurnedAsTheCameraWasHeld(int orientation, String red) throws IOException {
        BufferedImage made = square(turned(picture("jpeg", 600, 600), orientation));
        assertThat(isRed(made, 20, 60) && isRed(made, 20, 200)).isEqualTo(red.equals("left"));
        assertThat(isRed(made, 235, 60) && isRed(made, 235, 200)).isEqualTo(red.equals("right"));
        assertThat(isRed(made, 60, 20) && isRed(made, 200, 20)).isEqualTo(red.equals("top"));
        assertThat(isRed(made, 60, 235) && isRed(made, 200, 235)).isEqualTo(red.equals("bottom"));
    }

    @Test
    void nothingOfTheFileItselfIsKept() {
        byte[] script = latin("<script>alert(1)</script>");
        for (byte[] file : new byte[][] {
            join(picture("png", 300, 300), script),
            join(picture("gif", 300, 300), script),
            join(picture("jpeg", 300, 300), script)
        }) {
            assertThat(new String(pictures.square(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("script");
        }
    }

    static Stream<Arguments> hostile() {
        byte[] png = picture("png", 600, 600);
        byte[] jpeg = picture("jpeg", 600, 600);
        byte[] gif = picture("gif", 600, 600);
        byte[] scans = new byte[4000];
        for (int i = 0; i < scans.length; i += 2) {
            scans[i] = (byte) 0xFF;
            scans[i + 1] = (byte) 0xDA;
        }
        return Stream.of(
                Arguments.of("empty", new byte[0], ErrorCode.FILE_UNREADABLE),
                Arguments.of("one byte", new byte[1], ErrorCode.UNSUPPORTED_FILE_TYPE),
                Arguments.of(
                        "SVG",
                        latin("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
                        ErrorCode.UNSUPPORTED_FILE_TYPE),
                Arguments.of("HTML", latin("<!doctype html><script>1</script>"), ErrorCode.UNSUPPORTED_FILE_TYPE),
                Arguments.of("WebP", latin("RIFF\4\0\0\0WEBPVP8 "), ErrorCode.UNSUPPORTED_FILE_TYPE),
                Arguments.of("TIFF", latin("II*\0\10\0\0\0"), ErrorCode.UNSUPPORTED_FILE_TYPE),
                Arguments.of("BMP", picture("bmp", 20, 20), ErrorCode.UNSUPPORTED_FILE_TYPE),
                Arguments.of("too many bytes", Arrays.copyOf(png, 5 * 1024 * 1024 + 1), ErrorCode.FILE_TOO_LARGE),
                Arguments.of("a bomb", pngHeader(30_000, 30_000), ErrorCode.FILE_TOO_LARGE),
                Arguments.of("the largest size", pngHeader(Integer.MAX_VALUE, 1), ErrorCode.FILE_TOO_LARGE),
                Arguments.of("no size", pngHeader(0, 0), ErrorCode.FILE_UNREADABLE),
                Arguments.of("a negative size", pngHeader(-1, -1), ErrorCode.FILE_UNREADABLE),
                Arguments.of("only a header", pngHeader(100, 100), ErrorCode.FILE_UNREADABLE),
                Arguments.of(
                        "a palette of 2 GB",
                        join(pngHeader(10, 10), chunk("PLTE", Integer.MAX_VALUE, new byte[3])),
                        ErrorCode.FILE_UNREADABLE),
                Arguments.of("half a PNG", Arrays.copyOf(png, png.length / 2), ErrorCode.FILE_UNREADABLE),
                Arguments.of("half a JPEG", Arrays.copyOf(jpeg, jpeg.length / 2), ErrorCode.FILE_UNREADABLE),
                Arguments.of("half a GIF", Arrays.copyOf(gif, gif.length / 2), ErrorCode.FILE_UNREADABLE),
                Arguments.of("only the start of a JPEG", latin("\u00ff\u00d8\u00ff\u00d9"), ErrorCode.FILE_UNREADABLE),
                Arguments.of(
                        "a JPEG of a thousand scans",
                        join(Arrays.copyOf(jpeg, jpeg.length - 2), scans, latin("\u00ff\u00d9")),
                        ErrorCode.FILE_UNREADABLE),
                Arguments.of("only the start of a GIF", latin("GIF89a"), ErrorCode.FILE_UNREADABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void whatIsNoPictureIsRefused(String what, byte[] file, ErrorCode code) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> pictures.square(file));
        assertThat(refusal).as(what).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
    }

    /** Each either becomes a square or is refused; none is an error of ours. */
    @Test
    void damagedPicturesDoNoHarm() {
        Random random = new Random(7);
        for (String format : new String[] {"png", "jpeg", "gif"}) {
            byte[] whole = picture(format, 90, 70);
            for (int i = 0; i < 400; i++) {
                byte[] file = whole.clone();
                for (int n = random.nextInt(8); n >= 0; n--) {
                    file[8 + random.nextInt(file.length - 8)] = (byte) random.nextInt();
                }
                try {
                    assertThat(pictures.square(file)).isNotEmpty();
                } catch (ApiException refused) {
                    assertThat(refused.code().status()).isBetween(400, 499);
                }
            }
        }
    }
}
