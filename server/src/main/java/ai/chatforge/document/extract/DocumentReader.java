package ai.chatforge.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads one kind of file, inside the worker process. */
interface DocumentReader {
    Facts read(Path file, TextOutput output) throws IOException;

    /** What a document says about itself; all of it optional. */
    record Facts(
            @Nullable String title,
            @Nullable String author,
            @Nullable Integer pages,
            @Nullable String language) {
        public Facts {
            title = CleanText.label(title);
            author = CleanText.label(author);
            language = language != null && language.matches("[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
                    ? language.replace('_', '-')
                    : null;
        }
    }

    /** @param ocr null where pictures are not read */
    static DocumentReader of(DetectedType type, @Nullable Tesseract ocr) {
        return switch (type) {
            case PDF -> new PdfReader(ocr);
            case DOCX -> new DocxReader();
            case PPTX -> new PptxReader();
            case XLSX -> new XlsxReader();
            case EPUB -> new EpubReader();
            case CSV -> new CsvReader();
            case EML -> new MailReader();
            case PNG, JPEG, TIFF -> new PictureReader(ocr);
            case HTML -> new HtmlReader();
            case WEB_PAGE -> new WebPageReader();
            case MD -> new MarkdownReader();
            case TXT -> new PlainTextReader();
        };
    }
}
