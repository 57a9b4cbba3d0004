package ai.chatforge.document;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * SQL for the way of a source from waiting to ready. What a job writes has effect only while the job's token is the
 * source's: a job that was overtaken is told so by false.
 */
@Repository
class RevisionRepository {
    private static final String OWN = " where id = :id and tenant_id = :tenant and job_token = :token";

    private final Database db;

    RevisionRepository(@Qualifier("document") Database db) {
        this.db = db;
    }

    record Admitted(UUID source, UUID token) {}

    /** Until the transaction ends, nobody else lets sources of the tenant in. */
    void lockLine() {
        db.sql()
                .sql("select pg_advisory_xact_lock(hashtextextended('document.line ' || ?, 0))")
                .param(Tenant.required().toString())
                .query((rs, n) -> 1)
                .single();
    }

    /** Gives jobs to those that have waited longest, as long as the tenant has fewer than {@code most} at work. */
    List<Admitted> admit(int most) {
        return db.sql()
                .sql("""
                    update document.source set job_token = gen_random_uuid(), job_waits = false
                    where id in (
                      select id from document.source
                      where tenant_id = :tenant and status = 'pending' and stage = 'waiting' and job_token is null
                      order by stage_at, id
                      limit greatest(0, :most - (
                        select count(*) from document.source
                        where tenant_id = :tenant and job_token is not null and not job_waits)))
                    returning id, job_token
                    """)
                .param("tenant", Tenant.required())
                .param("most", most)
                .query((rs, n) -> new Admitted(rs.getObject("id", UUID.class), rs.getObject("job_token", UUID.class)))
                .list();
    }

    /** Puts those that are held back or failed in line: one of the bot, or all. */
    void restart(UUID bot, @Nullable UUID only, Instant now) {
        db.sql()
                .sql("""
                    update document.source
                    set status = 'pending', stage = 'waiting', stage_at = :now, error_code = null,
                      error_message = null, updated_at = :now
                    where bot_id = :bot and tenant_id = :tenant and id = coalesce(:only::uuid, id)
                      and (status = 'failed' or status = 'pending' and stage is null)
                    """)
                .param("bot", bot)
                .param("only", only)
                .param("tenant", Tenant.required())
                .param("now", Timestamps.of(now))
                .update();
    }

    /** For a job of a version that gave no tokens. */
    void backInLine(UUID id, Instant now) {
        db.sql()
                .sql("""
                    update document.source set status = 'pending', stage = 'waiting', stage_at = :now
                    where id = :id and tenant_id = :tenant and status in ('pending', 'processing')
                      and job_token is null
                    """)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("now", Timestamps.of(now))
                .update();
    }

    boolean begin(UUID id, UUID token) {
        return own(id, token, "update document.source set job_waits = false").update() > 0;
    }

    /** The job failed and will be tried again. */
    void await(UUID id, UUID token) {
        own(id, token, "update document.source set job_waits = true").update();
    }

    /** Nothing is wrong with the source: the fault says what its job waits for. */
    void waiting(UUID id, UUID token, Source.Fault fault, Instant now) {
        own(id, token, """
            update document.source set status = 'pending', stage = 'waiting', stage_at = :now,
              error_code = :code, error_message = :message, updated_at = :now
            """)
                .param("code", fault.code())
                .param("message", fault.message())
                .param("now", Timestamps.of(now))
                .update();
    }

    /** @param waits whether others of the account may go first meanwhile */
    boolean hand(UUID id, UUID token, UUID next, boolean waits) {
        return own(id, token, "update document.source set job_token = :next, job_waits = :waits")
                        .param("next", next)
                        .param("waits", waits)
                        .update()
                > 0;
    }

    /** Goes to the end of the account's line, if there is anybody in it. */
    boolean stepBack(UUID id, UUID token, Instant now) {
        return db.sql()
                        .sql("""
                            update document.source
                            set job_token = null, status = 'pending', stage = 'waiting', stage_at = :now
                            where id = :id and tenant_id = :tenant and job_token = :token
                              and exists (select from document.source
                                where tenant_id = :tenant and status = 'pending' and stage = 'waiting'
                                  and job_token is null)
                            """)
                        .param("id", id)
                        .param("tenant", Tenant.required())
                        .param("token", token)
                        .param("now", Timestamps.of(now))
                        .update()
                > 0;
    }

    boolean stage(UUID id, UUID token, Source.Stage stage, int done, @Nullable Integer total, Instant now) {
        return own(id, token, """
            update document.source set status = 'processing', stage = :stage, done = :done,
              stage_at = case when stage = :stage then stage_at else :now end,
              stage_from = case when stage = :stage then stage_from else :done end,
              total = :total::int, error_code = null, error_message = null, updated_at = :now
            """)
                        .param("stage", SourceRepository.key(stage))
                        .param("done", done)
                        .param("total", total)
                        .param("now", Timestamps.of(now))
                        .update()
                > 0;
    }

    boolean extracted(UUID id, UUID token, int segments, @Nullable Integer pages, Instant now) {
        return own(id, token, """
            update document.source set status = 'processing', extracted = true, segments = :segments,
              pages = :pages::int, stage = 'embedding', stage_at = :now, stage_from = 0, done = 0,
              total = :segments, updated_at = :now
            """)
                        .param("segments", segments)
                        .param("pages", pages)
                        .param("now", Timestamps.of(now))
                        .update()
                > 0;
    }

    boolean embedded(UUID id, UUID token, int done, int passages, Instant now) {
        return own(id, token, """
            update document.source set status = 'processing',
              stage_at = case when stage = 'embedding' then stage_at else :now end,
              stage_from = case when stage = 'embedding' then stage_from else :done end,
              stage = 'embedding', done = :done, passages = :passages, updated_at = :now
            """)
                        .param("done", done)
                        .param("passages", passages)
                        .param("now", Timestamps.of(now))
                        .update()
                > 0;
    }

    /** From now on nobody may interfere: the passages are about to be exchanged. */
    boolean finishing(UUID id, UUID token) {
        return own(id, token, "update document.source set status = 'processing', stage = null")
                        .update()
                > 0;
    }

    /**
     * There is no way back to the former revision.
     *
     * @param fault what keeps it from being found, if anything
     */
    boolean finished(
            UUID id, UUID token, int passages, @Nullable String language, Source.@Nullable Fault fault, Instant now) {
        return own(id, token, """
            update document.source set status = :status, stage = null, done = coalesce(total, done),
              passages = :passages, text_language = :language::text, error_code = :code, error_message = :message,
              former_storage = null, job_token = null, job_waits = false, updated_at = :now
            """)
                        .param(
                                "status",
                                SourceRepository.key(fault == null ? Source.Status.READY : Source.Status.FAILED))
                        .param("passages", passages)
                        .param("language", language)
                        .param("code", fault == null ? null : fault.code())
                        .param("message", fault == null ? null : fault.message())
                        .param("now", Timestamps.of(now))
                        .update()
                > 0;
    }

    /**
     * Ends the making of a revision that will not be: what was found before is the source again, and where there was
     * nothing, the status says so.
     */
    void settle(UUID id, Source.Status otherwise, Source.@Nullable Fault fault, Instant now) {
        db.sql()
                .sql("""
                    update document.source set
                      status = case when former_storage is null then :otherwise else 'ready' end,
                      stage = null, job_token = null, job_waits = false,
                      error_code = :code, error_message = :message, updated_at = :now,
                      extracted = extracted or former_storage is not null,
                      done = coalesce((former_storage ->> 'segments')::int, done),
                      total = coalesce((former_storage ->> 'segments')::int, total),
                      revision = coalesce((former_storage ->> 'revision')::int, revision),
                      storage_key = case when former_storage is null then storage_key
                        else former_storage ->> 'storageKey' end,
                      file_name = case when former_storage is null then file_name
                        else former_storage ->> 'fileName' end,
                      media_type = coalesce(former_storage ->> 'mediaType', media_type),
                      sha256 = coalesce(former_storage ->> 'sha256', sha256),
                      size_bytes = coalesce((former_storage ->> 'size')::bigint, size_bytes),
                      segments = coalesce((former_storage ->> 'segments')::int, segments),
                      passages = coalesce((former_storage ->> 'passages')::int, passages),
                      pages = coalesce((former_storage ->> 'pages')::int, pages),
                      former_storage = null
                    where id = :id and tenant_id = :tenant
                    """)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("otherwise", SourceRepository.key(otherwise))
                .param("code", fault == null ? null : fault.code())
                .param("message", fault == null ? null : fault.message())
                .param("now", Timestamps.of(now))
                .update();
    }

    /** Begins the next revision, beside what is found; of a file when there is one. */
    void renew(UUID id, @Nullable Content content, Instant now) {
        db.sql()
                .sql("""
                    update document.source set
                      former_storage = coalesce(former_storage, case when status = 'ready' then jsonb_build_object(
                        'revision', revision, 'storageKey', storage_key, 'fileName', file_name,
                        'mediaType', media_type, 'sha256', sha256, 'size', size_bytes, 'segments', segments,
                        'passages', passages, 'pages', pages) end),
                      revision = last_revision + 1, last_revision = last_revision + 1, extracted = false,
                      status = 'pending', stage = 'waiting', stage_at = :now, done = 0, total = null,
                      segments = null, passages = null, pages = null, error_code = null, error_message = null,
                      job_token = null, job_waits = false, updated_at = :now
                    where id = :id and tenant_id = :tenant
                    """)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("now", Timestamps.of(now))
                .update();
        if (content != null) {
            db.sql()
                    .sql("""
                        update document.source set storage_key = :key, file_name = :name, media_type = :type,
                          sha256 = :sha256, size_bytes = :size where id = :id and tenant_id = :tenant
                        """)
                    .param("key", content.storageKey())
                    .param("name", content.fileName())
                    .param("type", content.mediaType())
                    .param("sha256", content.sha256())
                    .param("size", content.size())
                    .param("id", id)
                    .param("tenant", Tenant.required())
                    .update();
        }
    }

    private StatementSpec own(UUID id, UUID token, String update) {
        return db.sql()
                .sql(update + OWN)
                .param("id", id)
                .param("tenant", Tenant.required())
                .param("token", token);
    }
}
