-- Answers to requests that bore an Idempotency-Key, kept for a day.
create table platform.idempotency_key (
  -- Digest of service, caller, route and key.
  id           bytea       primary key,
  service      text        not null,
  fingerprint  bytea       not null,
  -- Who works on it, and until when others must assume so; null once there is an answer.
  attempt      uuid        not null,
  leased_until timestamptz,
  status       int,
  headers      text,
  body         bytea,
  expires_at   timestamptz not null
);
create index idempotency_key_expiry on platform.idempotency_key (expires_at);

grant select, insert, update, delete on platform.idempotency_key to chatforge_service;
alter table platform.idempotency_key enable row level security;
alter table platform.idempotency_key force row level security;
create policy own on platform.idempotency_key to chatforge_service using ('chatforge_' || service = current_user);
