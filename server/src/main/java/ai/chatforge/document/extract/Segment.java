package ai.chatforge.document.extract;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a document that a reader can be led to: a page of a PDF, a section of anything else.
 *
 * @param ordinal from 0, without gaps
 * @param page from 1, as PDF viewers count; null without pages. A page without text has no segment, a page with more
 *     text than a segment may hold has several
 * @param second where a segment of a recording begins; null for everything else
 * @param section headings from the outermost in, as in {@code Installation > Linux}; null without headings
 * @param text paragraphs parted by an empty line, table rows as {@code | a | b |}; never blank, no control characters
 */
public record Segment(
        int ordinal,
        @Nullable Integer page,
        @Nullable Integer second,
        @Nullable String section,
        String text) {}
