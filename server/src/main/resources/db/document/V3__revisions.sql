-- A source can be read anew while what was read before is still found: segments belong to a revision.
alter table document.segment add revision int not null default 1;
alter table document.segment alter revision drop default;
alter table document.segment drop constraint segment_pkey;
alter table document.segment add primary key (source_id, revision, ordinal);
-- The page that a segment of a website is from.
alter table document.segment add url text;

-- Pages and videos are fetched: nothing is uploaded.
alter table document.source alter storage_key drop not null;
alter table document.source add last_revision int not null default 1;
-- What is found while a newer revision is made, and again if that one fails.
alter table document.source add former_storage jsonb;
-- The job that may work on the source; what any other still does has no effect. Null: it is not in the queue.
alter table document.source add job_token uuid;
-- That job failed and waits for another attempt, so others of the account may go first.
alter table document.source add job_waits boolean not null default false;
alter table document.source add stage_at timestamptz;
alter table document.source drop constraint source_stage_check;
alter table document.source add constraint source_stage_check
  check (stage in ('waiting', 'fetching', 'extracting', 'embedding'));
create index source_at_work on document.source (tenant_id) where job_token is not null;
create index source_in_line on document.source (tenant_id, stage_at) where status = 'pending' and stage = 'waiting';
