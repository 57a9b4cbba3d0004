package ai.chatforge.document.extract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of file whose text can be read. */
public enum DetectedType {
    PDF("application/pdf", "pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", "ppsx"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    EPUB("application/epub+zip", "epub"),
    CSV("text/csv", "csv", "tsv"),
    EML("message/rfc822", "eml"),
    TXT("text/plain", "txt", "text", "log"),
    MD("text/markdown", "md", "markdown", "mdown"),
    HTML("text/html", "html", "htm", "xhtml"),
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg"),
    TIFF("image/tiff", "tif", "tiff"),
    /** HTML that was fetched: only its main content counts. No upload is of this type. */
    WEB_PAGE("text/html;web");

    /** For messages to people. */
    public static final String ACCEPTED = "PDF, DOCX, PPTX, XLSX, CSV, TXT, MD, HTML, EPUB, EML, PNG, JPEG and TIFF";

    private final String mediaType;
    /** With a space before and after each. */
    private final String extensions;

    DetectedType(String mediaType, String... extensions) {
        this.mediaType = mediaType;
        this.extensions = " " + String.join(" ", extensions) + " ";
    }

    public String mediaType() {
        return mediaType;
    }

    /** The usual extension, without a dot. */
    public String extension() {
        return extensions.strip().split(" ", 2)[0];
    }

    /** Told apart by the name, since the content is letters in all of them. */
    boolean isText() {
        return this == TXT || this == MD || this == HTML || this == CSV;
    }

    boolean isPicture() {
        return this == PNG || this == JPEG || this == TIFF;
    }

    static Optional<DetectedType> ofFileName(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> !extension.isEmpty() && type.extensions.contains(" " + extension + " "))
                .findFirst();
    }
}
