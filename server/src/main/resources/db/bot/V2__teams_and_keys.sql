-- Who else may use a bot. The teammate sees the own rows too, which is how the shared bots are found.
create table bot.teammate (
  bot_id     uuid        not null references bot.bot on delete cascade,
  tenant_id  uuid        not null, -- the owner's
  account_id uuid        not null,
  email      text        not null,
  name       text        not null,
  role       text        not null check (role in ('editor', 'viewer')),
  added_at   timestamptz not null,
  primary key (bot_id, account_id)
);
create index teammate_by_account on bot.teammate (account_id, bot_id desc);
alter table bot.teammate enable row level security;
alter table bot.teammate force row level security;
create policy tenant on bot.teammate
  using (nullif(current_setting('chatforge.tenant', true), '')::uuid in (tenant_id, account_id));

-- One for each bot and address: a new one takes the place of the older.
create table bot.invitation (
  id           uuid primary key,
  tenant_id    uuid        not null,
  bot_id       uuid        not null references bot.bot on delete cascade,
  email        text        not null,
  email_key    text        not null, -- lower case
  role         text        not null check (role in ('editor', 'viewer')),
  inviter_name text        not null,
  token_hash   bytea       not null unique,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  accepted_by  uuid,
  unique (bot_id, email_key)
);
alter table bot.invitation enable row level security;
alter table bot.invitation force row level security;
-- Who accepted one sees it too, so that it goes when that account does.
create policy tenant on bot.invitation
  using (nullif(current_setting('chatforge.tenant', true), '')::uuid in (tenant_id, accepted_by));

create table bot.api_key (
  id           uuid primary key,
  tenant_id    uuid        not null,
  bot_id       uuid        not null references bot.bot on delete cascade,
  name         text        not null,
  prefix       text        not null, -- the first letters, by which its owner knows it again
  hash         bytea       not null unique,
  scopes       text[]      not null,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index api_key_by_bot on bot.api_key (bot_id, id desc);
alter table bot.api_key enable row level security;
alter table bot.api_key force row level security;
create policy tenant on bot.api_key
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- Whose a secret is, for who brings nothing else. It holds nothing else of what the secret opens.
create table bot.secret (
  hash          bytea primary key,
  tenant_id     uuid not null,
  invitation_id uuid references bot.invitation on delete cascade,
  api_key_id    uuid references bot.api_key on delete cascade
);
create index secret_by_invitation on bot.secret (invitation_id);
create index secret_by_api_key on bot.secret (api_key_id);

-- Accounts that are shut out: their bots and keys are closed.
create table bot.suspended (
  tenant_id uuid primary key
);
