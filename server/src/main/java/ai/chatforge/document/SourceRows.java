package ai.chatforge.document;

import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A row of document.source as a {@link Source}. */
final class SourceRows {
    private SourceRows() {}

    static Source source(ResultSet rs) throws SQLException {
        Source.Status status = value(Source.Status.class, rs.getString("status"));
        Source.Type type = value(Source.Type.class, rs.getString("type"));
        Source.Former former = former(rs.getString("former_storage"));
        String error = rs.getString("error_code");
        Integer depth = rs.getObject("crawl_depth", Integer.class);
        return new Source(
                rs.getObject("id", UUID.class),
                rs.getObject("tenant_id", UUID.class),
                rs.getObject("bot_id", UUID.class),
                type,
                rs.getString("title"),
                rs.getString("file_name"),
                rs.getString("url"),
                rs.getString("media_type"),
                rs.getLong("size_bytes"),
                rs.getString("storage_key"),
                rs.getString("sha256"),
                rs.getBoolean("citable"),
                status,
                orNull(Source.Stage.class, rs.getString("stage")),
                former != null || status == Source.Status.READY,
                rs.getInt("revision"),
                rs.getBoolean("extracted"),
                former,
                progress(rs),
                rs.getObject("segments", Integer.class),
                rs.getObject("passages", Integer.class),
                rs.getObject("pages", Integer.class),
                rs.getString("text_language"),
                error == null ? null : new Source.Fault(error, rs.getString("error_message")),
                depth == null ? null : new Source.Crawl(depth, rs.getInt("crawl_pages")),
                rs.getString("language"),
                value(Source.Refresh.class, rs.getString("refresh")),
                Timestamps.getOrNull(rs, "next_fetch_at"),
                lastFetch(rs),
                Timestamps.get(rs, "created_at"),
                Timestamps.get(rs, "updated_at"));
    }

    private static Source.Progress progress(ResultSet rs) throws SQLException {
        int done = rs.getInt("done");
        Integer total = rs.getObject("total", Integer.class);
        String stage = rs.getString("stage");
        boolean pages = "fetching".equals(stage) || rs.getString("media_type").equals("application/pdf");
        return new Source.Progress(done, total, pages ? "pages" : "sections", secondsLeft(rs, stage, done, total));
    }

    private static @Nullable Long secondsLeft(ResultSet rs, @Nullable String stage, int done, @Nullable Integer total)
            throws SQLException {
        Instant begun = Timestamps.getOrNull(rs, "stage_at");
        int from = rs.getInt("stage_from");
        if (stage == null
                || stage.equals("waiting")
                || begun == null
                || total == null
                || done <= from
                || done > total) {
            return null;
        }
        long millis = Duration.between(begun, Timestamps.get(rs, "updated_at")).toMillis();
        return Math.max(0, millis) * (total - done) / (done - from) / 1000;
    }

    private static Source.@Nullable LastFetch lastFetch(ResultSet rs) throws SQLException {
        Instant at = Timestamps.getOrNull(rs, "last_fetch_at");
        return at == null
                ? null
                : new Source.LastFetch(
                        at,
                        value(Source.Outcome.class, rs.getString("last_fetch_outcome")),
                        rs.getString("last_fetch_message"));
    }

    private static Source.@Nullable Former former(@Nullable String json) {
        if (json == null) {
            return null;
        }
        JsonNode former = JsonMapper.shared().readTree(json);
        JsonNode key = former.path("storageKey");
        JsonNode segments = former.path("segments");
        return new Source.Former(
                former.path("revision").asInt(),
                key.isNull() ? null : key.asString(),
                former.path("sha256").asString(""),
                segments.isNull() ? null : segments.asInt());
    }

    private static <T extends Enum<T>> T value(Class<T> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private static <T extends Enum<T>> @Nullable T orNull(Class<T> type, @Nullable String text) {
        return text == null ? null : Objects.requireNonNull(value(type, text));
    }
}
