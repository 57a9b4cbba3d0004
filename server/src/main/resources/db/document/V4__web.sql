alter table document.source add crawl_depth int;
alter table document.source add crawl_pages int;
-- Preferred one of a video's transcript.
alter table document.source add language text;
alter table document.source add refresh text not null default 'never' check (refresh in ('never', 'daily', 'weekly'));
alter table document.source add next_fetch_at timestamptz;
alter table document.source add last_fetch_at timestamptz;
alter table document.source add last_fetch_outcome text
  check (last_fetch_outcome in ('changed', 'unchanged', 'failed'));
alter table document.source add last_fetch_message text;

-- The pages of a website: those to read, and what became of them.
create table document.page (
  source_id     uuid not null references document.source on delete cascade,
  revision      int  not null,
  ordinal       int  not null, -- in the order in which they were found
  tenant_id     uuid not null,
  url           text not null, -- as it was linked
  address       text,          -- as the page itself says, or where it was redirected to
  depth         int  not null,
  state         text not null check (state in ('found', 'read', 'unchanged', 'skipped', 'failed')),
  attempts      int  not null default 0,
  bytes         bigint not null default 0,
  sha256        text,
  etag          text,
  last_modified text,
  links         text[] not null default '{}',
  problem_code  text,
  problem       text,
  primary key (source_id, revision, ordinal),
  unique (source_id, revision, url)
);
alter table document.page enable row level security;
alter table document.page force row level security;
create policy tenant on document.page
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
