-- Not of any tenant. A limit that is absent does not exist for the plan; a price that is null is agreed on.
create table "user".plan (
  key         text primary key check (key ~ '^[a-z][a-z0-9-]*$'),
  name        text   not null,
  rank        int    not null unique, -- of two plans, the one of the higher rank counts
  price_cents int check (price_cents >= 0), -- a month
  currency    text   not null check (currency ~ '^[A-Z]{3}$'),
  limits      jsonb  not null,
  features    text[] not null
);
insert into "user".plan (key, name, rank, price_cents, currency, limits, features) values
  ('free', 'Free', 1, 0, 'USD',
   '{"bots": 1, "sourcesPerBot": 10, "teammatesPerBot": 0, "keysPerBot": 1,
     "uploadBytes": 10485760, "tokensPerMonth": 10000}',
   '{apiKeys}'),
  ('plus', 'Plus', 2, 2000, 'USD',
   '{"bots": 2, "sourcesPerBot": 50, "teammatesPerBot": 2, "keysPerBot": 3,
     "uploadBytes": 26214400, "tokensPerMonth": 100000}',
   '{apiKeys,teammates,channels}'),
  ('pro', 'Pro', 3, 5000, 'USD',
   '{"bots": 3, "sourcesPerBot": 200, "teammatesPerBot": 5, "keysPerBot": 10,
     "uploadBytes": 52428800, "tokensPerMonth": 500000}',
   '{apiKeys,teammates,channels,analytics}'),
  ('business', 'Business', 4, 20000, 'USD',
   '{"bots": 20, "sourcesPerBot": 1000, "teammatesPerBot": 25, "keysPerBot": 50,
     "uploadBytes": 104857600, "tokensPerMonth": 2500000}',
   '{apiKeys,teammates,channels,analytics}'),
  ('enterprise', 'Enterprise', 5, null, 'USD', '{}', '{apiKeys,teammates,channels,analytics}');

create table "user".subscription (
  tenant_id     uuid primary key,
  plan          text references "user".plan, -- null: bought none, so it has the installation's base plan
  trial_plan    text references "user".plan,
  trial_ends_at timestamptz,
  since         timestamptz not null,
  reminded_at   timestamptz, -- when the trial's coming end was told
  end_told_at   timestamptz,
  check ((trial_plan is null) = (trial_ends_at is null))
);
alter table "user".subscription enable row level security;
alter table "user".subscription force row level security;
create policy tenant on "user".subscription
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- How much accounts use of limits that hold for a whole account, as other services last told.
create table "user".limit_used (
  tenant_id  uuid        not null,
  limit_name text        not null,
  used       bigint      not null,
  told_at    timestamptz not null,
  primary key (tenant_id, limit_name)
);
alter table "user".limit_used enable row level security;
alter table "user".limit_used force row level security;
create policy tenant on "user".limit_used
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

call platform.create_job_table('user');

-- Accounts of before begin now: by a job, because the length of a trial is the operator's setting.
alter table "user".profile no force row level security;
insert into "user".scheduled_tasks (task_name, task_instance, task_data, execution_time, picked, version)
  select 'begin-subscription', id::text, convert_to(json_build_object('tenant', id, 'admin', false)::text, 'UTF8'),
    now(), false, 1
  from "user".profile;
alter table "user".profile force row level security;
-- Only the schema of auth says who is an administrator. Where there is none yet, there are no accounts.
do $$ begin
  if to_regclass('auth.account') is not null then
    update "user".scheduled_tasks
      set task_data = convert_to(json_build_object('tenant', task_instance, 'admin', true)::text, 'UTF8')
      where task_instance in (select id::text from auth.account where role = 'admin');
  end if;
end $$;
