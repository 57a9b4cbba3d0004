package ai.chatforge.user;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes small squares of whatever pictures users send. Nothing of the file itself is kept. */
@Component
class Pictures {
    static final int SIDE = 256;
    private static final int MAX_BYTES = 5 * 1024 * 1024;
    private static final long MAX_PIXELS = 40_000_000;
    /** A row is read whole. */
    private static final int MAX_SIDE = 20_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** One at a time: a picture of the largest kind takes memory for each of its pixels while it is read. */
    private final Semaphore turn = new Semaphore(1, true);

    /** @return a PNG */
    byte[] square(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw new ApiException(ErrorCode.FILE_TOO_LARGE, "A picture may have 5 MB at the most.");
        }
        PictureFormat format = PictureFormat.of(file);
        await();
        try {
            return encode(format.upright(scaled(middle(format, file)), file));
        } catch (ApiException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // A file can ask the reader for one array of any length; what is there is not touched by that.
            throw unreadable(e);
        } finally {
            turn.release();
        }
    }

    private void await() {
        boolean mine = false;
        try {
            mine = turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            throw ApiException.retryLater(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "Many pictures are being read at the moment. Try again.",
                    Duration.ofSeconds(5));
        }
    }

    static ApiException unreadable(@Nullable Throwable cause) {
        return new ApiException(
                ErrorCode.FILE_UNREADABLE, "The picture is damaged or not complete. Choose another one.", cause);
    }

    /** The largest square in the middle, with no more pixels than are needed. */
    private static BufferedImage middle(PictureFormat format, byte[] file) throws IOException {
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(format.reader()).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
                throw new ApiException(
                        ErrorCode.FILE_TOO_LARGE,
                        "The picture has " + width + " x " + height
                                + " pixels. It may have 40 million at the most, and 20,000 on each side.");
            }
            int side = Math.min(width, height);
            ImageReadParam only = reader.getDefaultReadParam();
            only.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
            int step = Math.max(1, side / (2 * SIDE));
            only.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, only);
        } finally {
            reader.dispose();
        }
    }

    /** Halved as long as that goes, because a reduction by more at once leaves pixels out. */
    private static BufferedImage scaled(BufferedImage picture) {
        BufferedImage scaled = picture;
        while (scaled.getWidth() > 2 * SIDE) {
            scaled = drawn(scaled, scaled.getWidth() / 2);
        }
        return drawn(scaled, SIDE);
    }

    private static BufferedImage drawn(BufferedImage picture, int side) {
        int type = picture.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage target = new BufferedImage(side, side, type);
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, side, side, null);
        graphics.dispose();
        return target;
    }

    private static byte[] encode(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(picture, "png", out)) {
                throw new IllegalStateException("No PNG can be written here");
            }
        }
        return bytes.toByteArray();
    }
}
