create table vector.passage (
  id           uuid primary key,
  tenant_id    uuid  not null,
  bot_id       uuid  not null,
  source_id    uuid  not null,
  revision     int   not null,
  segment      int   not null,
  ordinal      int   not null, -- within the segment
  page         int,
  section      text,
  start_at     int   not null, -- offsets in the segment's text
  end_at       int   not null,
  body         text  not null,
  content_hash bytea not null,
  model        text  not null,
  embedding    bytea not null, -- float32, little endian
  unique (source_id, revision, segment, ordinal)
);
create index passage_by_content on vector.passage (tenant_id, content_hash);
create index passage_by_bot on vector.passage (bot_id);
alter table vector.passage enable row level security;
alter table vector.passage force row level security;
create policy tenant on vector.passage
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- What the search index has to hold, for all tenants: ids and numbers, no content.
create table vector.live_source (
  source_id uuid primary key,
  bot_id    uuid not null,
  tenant_id uuid not null,
  revision  int  not null,
  passages  int  not null
);
create index live_source_by_bot on vector.live_source (bot_id);
