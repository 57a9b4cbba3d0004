package ai.chatforge.document.extract;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.jspecify.annotations.Nullable;

/** Pages that are pictures: found, and read where there is somebody to read them. */
final class PdfPictures {
    private static final int MAX_FORM_DEPTH = 3;
    private static final double MAX_PIXELS = 12_000_000;

    /** Dots for each of the 72 points of an inch, as scans for reading have them. */
    private static final double SCALE = 300 / 72.0;

    private final @Nullable Tesseract ocr;
    private boolean any;
    private int failed;

    PdfPictures(@Nullable Tesseract ocr) {
        this.ocr = ocr;
    }

    boolean areRead() {
        return ocr != null;
    }

    boolean any() {
        return any;
    }

    /** Pages that recognition failed on, or was not tried for their size. */
    int failed() {
        return failed;
    }

    /** The text of a page without any; empty when it is none, or when nobody reads pictures. */
    String text(PDDocument document, PDPage page, int number) throws IOException {
        long largest = largest(page.getResources(), 0);
        if (largest == 0) {
            return "";
        }
        any = true;
        if (ocr == null) {
            return "";
        }
        if (largest > PictureReader.MAX_PIXELS) {
            failed++;
            return "";
        }
        try {
            return ocr.read(picture(document, page, number));
        } catch (UnreadableException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // one page that cannot be recognised is no reason to lose the others
            failed++;
            return "";
        }
    }

    private static BufferedImage picture(PDDocument document, PDPage page, int number) throws IOException {
        PDRectangle box = page.getCropBox();
        double points = Math.max(1, (double) box.getWidth() * box.getHeight());
        PDFRenderer renderer = new PDFRenderer(document);
        renderer.setSubsamplingAllowed(true);
        return renderer.renderImage(
                number - 1, (float) Math.min(SCALE, Math.sqrt(MAX_PIXELS / points)), ImageType.GRAY);
    }

    /** Pixels of the largest picture; they may stand inside forms, as some scanners place them. */
    private static long largest(@Nullable PDResources resources, int depth) throws IOException {
        long largest = 0;
        if (resources == null || depth > MAX_FORM_DEPTH) {
            return 0;
        }
        for (COSName name : resources.getXObjectNames()) {
            long pixels =
                    switch (resources.getXObject(name)) {
                        case PDImageXObject image -> Math.max(1, (long) image.getWidth() * image.getHeight());
                        case PDFormXObject form -> largest(form.getResources(), depth + 1);
                        case null, default -> 0;
                    };
            largest = Math.max(largest, pixels);
        }
        return largest;
    }
}
