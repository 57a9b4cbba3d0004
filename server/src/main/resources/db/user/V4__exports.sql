-- Archives of all data of an account. Their files lie in the data folder, under the tenant's id.
create table "user".export (
  id          uuid primary key,
  tenant_id   uuid        not null,
  state       text        not null check (state in ('waiting', 'running', 'ready', 'failed')),
  size_bytes  bigint,
  created_at  timestamptz not null,
  finished_at timestamptz,
  expires_at  timestamptz not null
);
create index export_by_tenant on "user".export (tenant_id, id desc);
create unique index export_under_way on "user".export (tenant_id) where state in ('waiting', 'running');
alter table "user".export enable row level security;
alter table "user".export force row level security;
create policy tenant on "user".export
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

do $$ begin
  if to_regclass('"user".scheduled_tasks') is null then
    call platform.create_job_table('user');
  end if;
end $$;
