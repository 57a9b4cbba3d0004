create table "user".profile (
  id         uuid primary key,
  tenant_id  uuid        not null,
  email      text        not null,
  name       text        not null,
  language   text        not null default 'en',
  created_at timestamptz not null
);
alter table "user".profile enable row level security;
alter table "user".profile force row level security;
create policy tenant on "user".profile
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
