-- Ids of deleted sources and bots, so that a job that is still under way does not bring their passages back.
create table vector.deleted (
  tenant_id uuid,
  id        uuid,
  primary key (tenant_id, id)
);
alter table vector.deleted enable row level security;
alter table vector.deleted force row level security;
create policy tenant on vector.deleted
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
