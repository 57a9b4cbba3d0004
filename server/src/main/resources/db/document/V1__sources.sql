create table document.source (
  id            uuid primary key,
  tenant_id     uuid        not null,
  bot_id        uuid        not null,
  type          text        not null check (type in ('file', 'text')),
  title         text        not null,
  file_name     text,
  media_type    text        not null,
  size_bytes    bigint      not null,
  sha256        text        not null,
  storage_key   text        not null,
  status        text        not null check (status in ('pending', 'processing', 'ready', 'failed')),
  stage         text check (stage in ('waiting', 'extracting', 'embedding')),
  -- Counts how often the text was read anew. Segments of the present revision are whole once extracted is set.
  revision      int         not null default 1,
  extracted     boolean     not null default false,
  done          int         not null default 0,
  total         int,
  segments      int,
  passages      int,
  pages         int,
  error_code    text,
  error_message text,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create index source_by_bot on document.source (bot_id, id);
alter table document.source enable row level security;
alter table document.source force row level security;
create policy tenant on document.source
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

create table document.segment (
  source_id uuid not null references document.source on delete cascade,
  ordinal   int  not null,
  tenant_id uuid not null,
  page      int,
  section   text,
  body      text not null,
  primary key (source_id, ordinal)
);
alter table document.segment enable row level security;
alter table document.segment force row level security;
create policy tenant on document.segment
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

call platform.create_job_table('document');
