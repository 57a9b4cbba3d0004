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

    static DocumentReader of(DetectedType type) {
        return switch (type) {
            case PDF -> new PdfReader();
            case DOCX -> new DocxReader();
            case HTML -> new HtmlReader();
            case WEB_PAGE -> new WebPageReader();
            case MD -> new MarkdownReader();
            case TXT -> new PlainTextReader();
        };
    }
}
