package ai.chatforge.document;

import org.jspecify.annotations.Nullable;

/**
 * What a source begins with.
 *
 * @param content null: it is fetched
 * @param language preferred one of a transcript
 */
record NewSource(
        Source.Type type,
        String title,
        @Nullable String url,
        Source.@Nullable Crawl crawl,
        Source.Refresh refresh,
        @Nullable String language,
        boolean citable,
        @Nullable Content content) {

    static NewSource of(Source.Type type, String title, boolean citable, Content content) {
        return new NewSource(type, title, null, null, Source.Refresh.NEVER, null, citable, content);
    }

    String mediaType() {
        return content == null ? "text/html" : content.mediaType();
    }
}
