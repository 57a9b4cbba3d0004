create table auth.account (
  id                uuid primary key,
  email             text        not null,
  email_key         text        not null unique, -- lower case, by which an address is found
  name              text        not null,
  password_hash     text        not null,
  role              text        not null check (role in ('owner', 'admin')),
  status            text        not null default 'active' check (status in ('active', 'suspended')),
  email_verified_at timestamptz,
  created_at        timestamptz not null
);

create table auth.session (
  id           uuid primary key,
  account_id   uuid        not null references auth.account on delete cascade,
  cookie_hash  bytea unique,
  user_agent   text        not null,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  ended_at     timestamptz
);
create index session_by_account on auth.session (account_id, created_at desc);
create index session_by_expiry on auth.session (expires_at);

-- All tokens of a session are one family: a used one that comes back ends the session.
create table auth.refresh_token (
  hash       bytea primary key,
  session_id uuid        not null references auth.session on delete cascade,
  issued_at  timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index refresh_token_by_session on auth.refresh_token (session_id);
