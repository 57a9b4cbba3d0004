package ai.chatforge.document;

import ai.chatforge.document.web.PageFetch;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** SQL for document.page. */
@Repository
class PageRepository {
    private final Database db;

    PageRepository(@Qualifier("document") Database db) {
        this.db = db;
    }

    /** A page that is to be read. */
    record Found(int ordinal, String url, int depth, int attempts) {}

    /** A page of an older revision. */
    record Old(String address, @Nullable String sha256, PageFetch.Known known, List<String> links, long bytes) {}

    /** A page that was read, or need not be. */
    record Read(
            String state,
            @Nullable String address,
            long bytes,
            @Nullable String sha256,
            PageFetch.Known known,
            List<String> links) {}

    /**
     * @param read pages with text; {@code known} all that were found
     * @param stale those of them whose text is that of the last time, because they could not be fetched
     */
    record Counts(int known, int read, int unchanged, int stale, int open, long bytes) {}

    void find(Work work, List<String> urls, int depth) {
        Source source = work.source();
        of(source.id(), source.revision(), """
            insert into document.page (source_id, revision, ordinal, tenant_id, url, depth, state)
            select :source, :revision, f.first + row_number() over (order by u.n) - 1, :tenant, u.url,
              :depth, 'found'
            from unnest(:urls) with ordinality as u (url, n),
              (select coalesce(max(ordinal) + 1, 0) as first from document.page
               where source_id = :source and revision = :revision and tenant_id = :tenant) f
            where not exists (select from document.page p where p.source_id = :source
              and p.revision = :revision and p.url = u.url and p.tenant_id = :tenant)
            on conflict do nothing
            """)
                .param("urls", urls.stream().distinct().toArray(String[]::new))
                .param("depth", depth)
                .update();
    }

    /** What failed before comes last. */
    Optional<Found> next(Work work) {
        Source source = work.source();
        return of(source.id(), source.revision(), """
            select ordinal, url, depth, attempts from document.page
            where source_id = :source and revision = :revision and tenant_id = :tenant and state = 'found'
            order by attempts, depth, ordinal limit 1
            """)
                .query((rs, n) ->
                        new Found(rs.getInt("ordinal"), rs.getString("url"), rs.getInt("depth"), rs.getInt("attempts")))
                .optional();
    }

    Optional<Old> old(UUID source, int revision, String url) {
        return of(source, revision, """
            select address, sha256, etag, last_modified, links, bytes from document.page
            where source_id = :source and revision = :revision and tenant_id = :tenant and url = :url
              and state in ('read', 'unchanged')
            """)
                .param("url", url)
                .query((rs, n) -> old(rs))
                .optional();
    }

    private static Old old(ResultSet rs) throws SQLException {
        return new Old(
                rs.getString("address"),
                rs.getString("sha256"),
                new PageFetch.Known(rs.getString("etag"), rs.getString("last_modified")),
                List.of((String[]) rs.getArray("links").getArray()),
                rs.getLong("bytes"));
    }

    /** Whether the same page was read under another address. */
    boolean isKnown(Work work, String address, String sha256) {
        Source source = work.source();
        return of(source.id(), source.revision(), """
            select exists (select from document.page where source_id = :source and revision = :revision
              and tenant_id = :tenant and state in ('read', 'unchanged')
              and (address = :address or sha256 = :sha256))
            """)
                .param("address", address)
                .param("sha256", sha256)
                .query(Boolean.class)
                .single();
    }

    void done(Work work, int ordinal, Read page) {
        Source source = work.source();
        of(source.id(), source.revision(), """
            update document.page set state = :state, address = :address, bytes = :bytes, sha256 = :sha256,
              etag = :etag, last_modified = :modified, links = :links, problem_code = null, problem = null
            where source_id = :source and revision = :revision and tenant_id = :tenant
              and ordinal = :ordinal
            """)
                .param("ordinal", ordinal)
                .param("state", page.state())
                .param("address", page.address())
                .param("bytes", page.bytes())
                .param("sha256", page.sha256())
                .param("etag", page.known().etag())
                .param("modified", page.known().lastModified())
                .param("links", page.links().toArray(new String[0]))
                .update();
    }

    /** @param state found: it is tried again; null: it stays as it is */
    void failed(Work work, int ordinal, @Nullable String state, Source.Fault fault) {
        Source source = work.source();
        of(source.id(), source.revision(), """
            update document.page set state = coalesce(:state, state), attempts = attempts + 1, problem_code = :code,
              problem = :problem
            where source_id = :source and revision = :revision and tenant_id = :tenant
              and ordinal = :ordinal
            """)
                .param("ordinal", ordinal)
                .param("state", state)
                .param("code", fault.code())
                .param("problem", fault.message())
                .update();
    }

    Counts counts(UUID source, int revision) {
        return of(source, revision, """
            select count(*) as known,
              count(*) filter (where state in ('read', 'unchanged')) as read,
              count(*) filter (where state = 'unchanged') as unchanged,
              count(*) filter (where state = 'unchanged' and problem_code is not null) as stale,
              count(*) filter (where state = 'found') as open, coalesce(sum(bytes), 0) as bytes
            from document.page
            where source_id = :source and revision = :revision and tenant_id = :tenant
            """)
                .query((rs, n) -> new Counts(
                        rs.getInt("known"),
                        rs.getInt("read"),
                        rs.getInt("unchanged"),
                        rs.getInt("stale"),
                        rs.getInt("open"),
                        rs.getLong("bytes")))
                .single();
    }

    /** How many pages are in a state. */
    record InState(String state, int pages) {}

    List<InState> states(UUID source, int revision) {
        return of(source, revision, """
            select state, count(*) as pages from document.page
            where source_id = :source and revision = :revision and tenant_id = :tenant
            group by state
            """)
                .query((rs, n) -> new InState(rs.getString("state"), rs.getInt("pages")))
                .list();
    }

    /** A page as its owner sees it. */
    record Seen(int ordinal, String url, String state, Source.@Nullable Fault problem) {}

    /** In the order in which they were found. */
    List<Seen> page(UUID source, int revision, @Nullable String state, int after, int limit) {
        return of(source, revision, """
            select ordinal, coalesce(address, url) as url, state, problem_code, problem from document.page
            where source_id = :source and revision = :revision and tenant_id = :tenant
              and ordinal > :after and state = coalesce(:state::text, state)
            order by ordinal limit :limit
            """)
                .param("after", after)
                .param("state", state)
                .param("limit", limit + 1)
                .query((rs, n) ->
                        new Seen(rs.getInt("ordinal"), rs.getString("url"), rs.getString("state"), problem(rs)))
                .list();
    }

    /** What was a problem only until another attempt is none. */
    private static Source.@Nullable Fault problem(ResultSet rs) throws SQLException {
        String code = rs.getString("problem_code");
        boolean read = rs.getString("state").matches("read|unchanged");
        return code == null || read ? null : new Source.Fault(code, rs.getString("problem"));
    }

    /** Of the page that everything begins with. */
    Optional<Source.Fault> firstFault(Work work) {
        Source source = work.source();
        return of(source.id(), source.revision(), """
            select problem_code, problem from document.page
            where source_id = :source and revision = :revision and tenant_id = :tenant
              and problem_code is not null
            order by ordinal limit 1
            """)
                .query((rs, n) -> new Source.Fault(rs.getString("problem_code"), rs.getString("problem")))
                .optional();
    }

    private StatementSpec of(UUID source, int revision, String sql) {
        return db.sql()
                .sql(sql)
                .param("source", source)
                .param("revision", revision)
                .param("tenant", Tenant.required());
    }
}
