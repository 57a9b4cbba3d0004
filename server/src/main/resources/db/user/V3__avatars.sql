-- Pictures of users, made anew from what they uploaded. The key is new with each picture and cannot be guessed.
create table "user".avatar (
  tenant_id uuid primary key,
  key       uuid  not null,
  png       bytea not null
);
alter table "user".avatar enable row level security;
alter table "user".avatar force row level security;
create policy tenant on "user".avatar
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
