-- What must stay provable. The services' roles can add and read; none can change or remove.
create table platform.audit (
  id      uuid primary key,
  service text        not null,
  action  text        not null,
  subject uuid,
  details jsonb       not null,
  at      timestamptz not null
);
create index audit_by_action on platform.audit (service, action, at);
create index audit_by_subject on platform.audit (subject);

grant select, insert on platform.audit to chatforge_service;
alter table platform.audit enable row level security;
alter table platform.audit force row level security;
create policy own on platform.audit to chatforge_service using ('chatforge_' || service = current_user);

-- Whose the answer is, so that it goes with the account; null for who is not signed in.
alter table platform.idempotency_key add column tenant_id uuid;
create index idempotency_key_tenant on platform.idempotency_key (tenant_id) where tenant_id is not null;
