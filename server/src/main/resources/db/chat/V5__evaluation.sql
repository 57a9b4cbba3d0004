-- Questions by which the owner of a bot measures what it finds. JSON as text: it may hold what jsonb refuses.
create table chat.question_set (
  id         uuid primary key,
  tenant_id  uuid        not null,
  bot_id     uuid        not null,
  name       text        not null,
  questions  text        not null,
  version    integer     not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index question_set_by_bot on chat.question_set (tenant_id, bot_id, id desc);

-- A run has its questions as they were when it was started.
create table chat.evaluation_run (
  id          uuid primary key,
  tenant_id   uuid        not null,
  bot_id      uuid        not null,
  set_id      uuid        not null references chat.question_set on delete cascade,
  set_name    text        not null,
  label       text,
  state       text        not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  settings    text        not null,
  questions   text        not null,
  total       integer     not null,
  done        integer     not null default 0,
  provider    text,
  model       text,
  index_model text,
  bot_version integer,
  means       text,
  failure     text,
  created_at  timestamptz not null,
  started_at  timestamptz,
  ended_at    timestamptz
);
create index evaluation_run_by_bot on chat.evaluation_run (tenant_id, bot_id, id desc);
create index evaluation_run_by_set on chat.evaluation_run (set_id);
create unique index evaluation_run_under_way on chat.evaluation_run (tenant_id) where state in ('waiting', 'running');

create table chat.evaluation_result (
  run_id    uuid    not null references chat.evaluation_run on delete cascade,
  ordinal   integer not null,
  tenant_id uuid    not null,
  result    text    not null,
  primary key (run_id, ordinal)
);
create index evaluation_result_by_tenant on chat.evaluation_result (tenant_id);

alter table chat.question_set enable row level security;
alter table chat.question_set force row level security;
create policy tenant on chat.question_set
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
alter table chat.evaluation_run enable row level security;
alter table chat.evaluation_run force row level security;
create policy tenant on chat.evaluation_run
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
alter table chat.evaluation_result enable row level security;
alter table chat.evaluation_result force row level security;
create policy tenant on chat.evaluation_result
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

do $$ begin
  if to_regclass('chat.scheduled_tasks') is null then
    call platform.create_job_table('chat');
  end if;
end $$;
