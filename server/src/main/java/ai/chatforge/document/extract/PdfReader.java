package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;

/** One segment per page; the section comes from the bookmarks where there are any. */
final class PdfReader implements DocumentReader {
    private final @Nullable Tesseract ocr;

    PdfReader(@Nullable Tesseract ocr) {
        this.ocr = ocr;
    }

    @Override
    public Facts read(Path file, TextOutput output) throws IOException {
        PdfFonts.useBuiltInOnly();
        try (PDDocument document = Loader.loadPDF(file.toFile(), "", IOUtils.createMemoryOnlyStreamCache())) {
            return read(document, output);
        } catch (InvalidPasswordException e) {
            throw new UnreadableException(
                    FailureCode.FILE_ENCRYPTED,
                    "The PDF is protected by a password. Save a copy without the password and upload that.");
        }
    }

    private Facts read(PDDocument document, TextOutput output) throws IOException {
        int pages = document.getNumberOfPages();
        if (pages == 0) {
            throw new UnreadableException(
                    FailureCode.FILE_EMPTY, "The PDF has no pages. It may have been damaged; export it again.");
        }
        output.pages(pages);
        PdfPictures pictures = new PdfPictures(ocr);
        PdfPages reading = new PdfPages(pages, PdfOutline.read(document), pictures, output);
        reading.run(document);
        if (reading.withText() == 0) {
            throw nothingRead(reading, pictures);
        }
        PDDocumentInformation information = document.getDocumentInformation();
        return new Facts(
                title(information.getTitle()),
                information.getAuthor(),
                pages,
                document.getDocumentCatalog().getLanguage());
    }

    private static UnreadableException nothingRead(PdfPages reading, PdfPictures pictures) {
        if (pictures.any() && pictures.areRead()) {
            return new UnreadableException(
                    FailureCode.NO_TEXT,
                    "The PDF holds only pictures, and no text could be recognised in them. Upload a sharper scan.");
        }
        if (pictures.any()) {
            return new UnreadableException(
                    FailureCode.NO_TEXT,
                    "The PDF holds only pictures, as scans do, and text recognition (OCR) is not available. "
                            + "Run it through OCR software and upload the result, or ask the operator to install"
                            + " Tesseract.");
        }
        if (reading.broken() > 0) {
            return new UnreadableException(
                    FailureCode.FILE_UNREADABLE,
                    "No page of the PDF could be read: the file is damaged. Export it again and upload the new file.");
        }
        return new UnreadableException(FailureCode.NO_TEXT, "The PDF holds no text.");
    }

    /** Word processors put the file's name there; the source's own name says as much. */
    private static @Nullable String title(@Nullable String title) {
        if (title == null || title.startsWith("Microsoft Word - ") || title.matches("(?i)untitled.*|.*\\.[a-z]{3,4}")) {
            return null;
        }
        return title;
    }
}
