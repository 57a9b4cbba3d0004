package ai.chatforge.document.extract;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Photographs and scans: a segment for each picture of the file in which letters are recognised. */
final class PictureReader implements DocumentReader {
    /** What decoding needs grows with it, outside of the heap too. */
    static final long MAX_PIXELS = 50_000_000;

    private static final int MAX_PICTURES = 1_000;

    /** Letters on a screen are too small for recognition as they are. */
    private static final int SMALL = 1_200;

    private static final long READ_PIXELS = 15_000_000;

    private final @Nullable Tesseract ocr;

    PictureReader(@Nullable Tesseract ocr) {
        this.ocr = ocr;
    }

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        if (ocr == null) {
            throw new UnreadableException(
                    FailureCode.NO_TEXT,
                    "The file is a picture, and text recognition (OCR) is not available here. Upload its text, or ask"
                            + " the operator to install Tesseract.");
        }
        ImageIO.setUseCache(false);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? null : ImageIO.getImageReaders(in);
            if (readers == null || !readers.hasNext()) {
                throw new IOException("no reader for this picture");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, false, true);
                return read(reader, ocr, output);
            } finally {
                reader.dispose();
            }
        }
    }

    private static Facts read(ImageReader reader, Tesseract ocr, TextOutput output) throws IOException {
        int pictures = reader.getNumImages(true);
        if (pictures > MAX_PICTURES) {
            throw new UnreadableException(
                    FailureCode.FILE_TOO_LARGE,
                    "The file holds more than %,d pictures. Split it.".formatted(MAX_PICTURES));
        }
        output.pages(pictures);
        boolean found = false;
        for (int i = 0; i < pictures; i++) {
            String text = PdfText.clean(ocr.read(grey(read(reader, i))));
            found = found || !text.isBlank();
            output.segment(i + 1, null, text);
            output.pageDone(i + 1);
        }
        if (!found) {
            throw new UnreadableException(
                    FailureCode.NO_TEXT, "No text could be recognised in the picture. Upload a sharper one.");
        }
        return new Facts(null, null, pictures, null);
    }

    private static BufferedImage read(ImageReader reader, int index) throws IOException {
        long pixels = (long) reader.getWidth(index) * reader.getHeight(index);
        if (pixels > MAX_PIXELS) {
            throw new UnreadableException(
                    FailureCode.FILE_TOO_LARGE,
                    "The picture has %d x %d pixels; %,d in all are allowed. Make it smaller."
                            .formatted(reader.getWidth(index), reader.getHeight(index), MAX_PIXELS));
        }
        ImageReadParam param = reader.getDefaultReadParam();
        int step = (int) Math.ceil(Math.sqrt((double) pixels / READ_PIXELS));
        if (step > 1) {
            param.setSourceSubsampling(step, step, 0, 0);
        }
        return reader.read(index, param);
    }

    /** On white, since that is what a transparent picture is looked at on. */
    private static BufferedImage grey(BufferedImage picture) {
        int scale = Math.max(picture.getWidth(), picture.getHeight()) < SMALL ? 2 : 1;
        BufferedImage grey = new BufferedImage(
                picture.getWidth() * scale, picture.getHeight() * scale, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = grey.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, grey.getWidth(), grey.getHeight());
            graphics.drawImage(picture, 0, 0, grey.getWidth(), grey.getHeight(), null);
        } finally {
            graphics.dispose();
        }
        return grey;
    }
}
