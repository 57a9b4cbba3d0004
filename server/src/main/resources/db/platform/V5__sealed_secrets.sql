-- The keys of each service for its secret columns, wrapped by the master key, which is not in the database.
create table platform.keyset (
  service     text        primary key,
  wrapped     text        not null,
  version     int         not null default 1,
  -- How far a rotation is, see Rotation.
  stage       text        not null default 'SETTLED' check (stage in ('SETTLED', 'ADDED', 'CHOSEN')),
  stage_since timestamptz not null default now()
);
grant select, insert, update on platform.keyset to chatforge_service;
alter table platform.keyset enable row level security;
alter table platform.keyset force row level security;
create policy own on platform.keyset to chatforge_service using ('chatforge_' || service = current_user);

-- Bodies of kept answers may hold what is shown once, such as an API key. Those kept before this are read from body for
-- the day that they live.
alter table platform.idempotency_key add column sealed_body bytea;

-- What an event bore that was given up. Where this is set, payload is without links: they may let somebody in.
alter table platform.event_dead add column sealed_payload bytea;
