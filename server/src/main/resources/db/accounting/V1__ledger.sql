-- What a token costs, in credits; the latest that has begun counts. A model that ends with * stands for all that begin
-- so, the provider * for every one. Not of any tenant.
create table accounting.price (
  provider   text           not null,
  model      text           not null,
  valid_from timestamptz    not null,
  input      numeric(18, 9) not null check (input >= 0),
  cached     numeric(18, 9) not null check (cached >= 0),
  output     numeric(18, 9) not null check (output >= 0),
  primary key (provider, model, valid_from)
);

-- What an account has. The ledger knows it by another id, so that its rows are nobody's once this one is gone.
create table accounting.balance (
  tenant_id    uuid     primary key,
  ledger_id    uuid     not null unique,
  entries      bigint   not null default 0, -- of it in the ledger
  allowance    bigint   not null default 0 check (allowance >= 0), -- left of the period's
  lasting      bigint   not null default 0 check (lasting >= 0),   -- granted and bought ones, which never lapse
  reserved     bigint   not null default 0 check (reserved >= 0),
  period       date     not null, -- its first day
  unlimited    boolean  not null default false,
  allotted     bigint   not null default 0, -- of the period, by the plan
  spent        bigint   not null default 0, -- of that
  told_percent smallint not null default 0, -- of that, as was last told
  told_spent   bigint   not null default 0
);

-- Double entry: the columns of amounts are the accounts, and each row is a transaction that sums to nothing.
create table accounting.ledger (
  ledger_id   uuid        not null,
  number      bigint      not null, -- without gaps
  kind        text        not null check (kind in
    ('allowance', 'grant', 'purchase', 'reservation', 'settlement', 'expiry', 'lapse', 'closing')),
  reference   uuid, -- of a reservation, or of an allocation
  at          timestamptz not null,
  allowance   bigint      not null,
  lasting     bigint      not null,
  reserved    bigint      not null,
  issued      bigint      not null,
  consumed    bigint      not null,
  expired     bigint      not null,
  written_off bigint      not null,
  available   bigint      not null, -- afterwards
  primary key (ledger_id, number),
  constraint sums_to_nothing
    check (allowance + lasting + reserved + issued + consumed + expired + written_off = 0)
);
create unique index ledger_reserved_once on accounting.ledger (ledger_id, reference) where kind = 'reservation';
create unique index ledger_resolved_once on accounting.ledger (ledger_id, reference)
  where kind in ('settlement', 'expiry');

create table accounting.reservation (
  tenant_id         uuid           not null,
  id                uuid           not null,
  user_id           uuid,
  bot_id            uuid,
  provider          text           not null,
  model             text           not null,
  origin            text           not null,
  input_price       numeric(18, 9) not null,
  cached_price      numeric(18, 9) not null,
  output_price      numeric(18, 9) not null,
  prompt_tokens     bigint         not null, -- as counted beforehand
  max_output_tokens bigint         not null,
  credits           bigint         not null check (credits >= 0),
  from_allowance    bigint         not null check (from_allowance between 0 and credits),
  period            date           not null, -- whose allowance it is
  delivered         bigint         not null default 0, -- tokens, as last told
  lease_seconds     int            not null,
  expires_at        timestamptz    not null,
  created_at        timestamptz    not null,
  state             text           not null check (state in ('pending', 'settled', 'released', 'expired')),
  ended_as          text,
  resolved_at       timestamptz,
  used_prompt       bigint,
  used_cached       bigint,
  used_completion   bigint,
  reported          boolean,
  charged           bigint check (charged >= 0),
  written_off       bigint check (written_off >= 0),
  primary key (tenant_id, id),
  check ((state = 'pending') = (resolved_at is null)),
  check ((state = 'pending') = (charged is null))
);
create index reservation_pending on accounting.reservation (expires_at) where state = 'pending';
create index reservation_by_time on accounting.reservation (tenant_id, resolved_at) where state <> 'pending';
create index reservation_by_day on accounting.reservation (resolved_at) where state <> 'pending';

-- Credits given by administrators and purchases.
create table accounting.allocation (
  tenant_id uuid        not null,
  id        uuid        not null,
  kind      text        not null check (kind in ('grant', 'purchase')),
  credits   bigint      not null check (credits > 0),
  note      text,
  made_by   uuid,
  at        timestamptz not null,
  primary key (tenant_id, id)
);

alter table accounting.balance enable row level security;
alter table accounting.balance force row level security;
create policy tenant on accounting.balance
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
alter table accounting.reservation enable row level security;
alter table accounting.reservation force row level security;
create policy tenant on accounting.reservation
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
alter table accounting.allocation enable row level security;
alter table accounting.allocation force row level security;
create policy tenant on accounting.allocation
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
alter table accounting.ledger enable row level security;
alter table accounting.ledger force row level security;
create policy tenant on accounting.ledger using (ledger_id = (
  select b.ledger_id from accounting.balance b
  where b.tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid));

-- For the sweep of expired leases, administrators' statistics and the reconciler, which read and never write: they say
-- for the length of a transaction that they look at everybody.
create policy everyone on accounting.balance for select using (current_setting('chatforge.everyone', true) = 'on');
create policy everyone on accounting.reservation for select using (current_setting('chatforge.everyone', true) = 'on');
create policy everyone on accounting.ledger for select using (current_setting('chatforge.everyone', true) = 'on');

-- Holds for every role, the owner of the table and superusers too.
create function accounting.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'The ledger can be added to only' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on accounting.ledger
  for each row execute function accounting.refuse();
create trigger never_emptied before truncate on accounting.ledger
  for each statement execute function accounting.refuse();

-- An account goes when nothing is left on it: see accounting.close.
create function accounting.refuse_unless_empty() returns trigger language plpgsql as $$
begin
  if old.allowance + old.lasting + old.reserved > 0 then
    raise exception 'There are credits on this balance' using errcode = 'object_in_use';
  end if;
  return old;
end $$;
create trigger only_empty before delete on accounting.balance
  for each row execute function accounting.refuse_unless_empty();
create function accounting.refuse_unless_resolved() returns trigger language plpgsql as $$
begin
  if old.state = 'pending' then
    raise exception 'This reservation is not resolved' using errcode = 'object_in_use';
  end if;
  return old;
end $$;
create trigger only_resolved before delete on accounting.reservation
  for each row execute function accounting.refuse_unless_resolved();
