package ai.chatforge.document.extract;

import org.jspecify.annotations.Nullable;

/** Receives what an extraction finds, on the thread that called it. */
public interface ExtractionListener {
    void segment(Segment segment);

    /** Of a web page, before its first segment. */
    default void link(PageLink link) {}

    /**
     * How far the worker is.
     *
     * @param done pages (PDF) or sections read so far
     * @param total pages of a PDF, known before its first segment; null where nobody knows before the end
     */
    void progress(int done, @Nullable Integer total);
}
