-- One row per event and consumer, until the consumer has handled it.
create table platform.event_delivery (
  id          bigint generated always as identity primary key,
  event_id    uuid        not null,
  consumer    text        not null,
  type        text        not null,
  version     int         not null,
  tenant_id   uuid        not null,
  key         text        not null,
  payload     text        not null,
  occurred_at timestamptz not null,
  attempts    int         not null default 0,
  -- When it may be tried (again). A lease moves it ahead while outside work is going on.
  due_at      timestamptz not null default now(),
  last_error  text
);
create index event_delivery_due on platform.event_delivery (consumer, due_at, id);
create index event_delivery_order on platform.event_delivery (consumer, key, id);

-- Given up after too many attempts; kept until someone replays it.
create table platform.event_dead (
  id          bigint      primary key,
  event_id    uuid        not null,
  consumer    text        not null,
  type        text        not null,
  version     int         not null,
  tenant_id   uuid        not null,
  key         text        not null,
  payload     text        not null,
  occurred_at timestamptz not null,
  attempts    int         not null,
  error       text        not null,
  died_at     timestamptz not null default now()
);
create index event_dead_by_consumer on platform.event_dead (consumer, id);

-- Every service publishes for any consumer, and sees what is meant for its own only.
grant select, insert, update, delete on platform.event_delivery, platform.event_dead to chatforge_service;

alter table platform.event_delivery enable row level security;
alter table platform.event_delivery force row level security;
create policy publish on platform.event_delivery for insert to chatforge_service with check (true);
create policy consume on platform.event_delivery to chatforge_service
  using ('chatforge_' || split_part(consumer, '.', 1) = current_user);

alter table platform.event_dead enable row level security;
alter table platform.event_dead force row level security;
create policy consume on platform.event_dead to chatforge_service
  using ('chatforge_' || split_part(consumer, '.', 1) = current_user);
