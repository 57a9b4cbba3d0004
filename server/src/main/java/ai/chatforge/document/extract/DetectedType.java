package ai.chatforge.document.extract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of file whose text can be read. */
public enum DetectedType {
    PDF("application/pdf", "pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    TXT("text/plain", "txt", "text", "log"),
    MD("text/markdown", "md", "markdown", "mdown"),
    HTML("text/html", "html", "htm", "xhtml"),
    /** HTML that was fetched: only its main content counts. No upload is of this type. */
    WEB_PAGE("text/html;web");

    /** For messages to people. */
    public static final String ACCEPTED = "PDF, DOCX, TXT, MD and HTML";

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

    boolean isText() {
        return this != PDF && this != DOCX;
    }

    static Optional<DetectedType> ofFileName(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> !extension.isEmpty() && type.extensions.contains(" " + extension + " "))
                .findFirst();
    }
}
