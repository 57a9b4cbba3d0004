-- Accounts that sign in through a provider only have no password until a reset gives them one.
alter table auth.account alter column password_hash drop not null;

-- Who an account is at providers. By issuer, not by the provider's name here: the operator may give that to another one.
create table auth.identity (
  id           uuid primary key,
  account_id   uuid        not null references auth.account on delete cascade,
  provider     text        not null,
  issuer       text        not null,
  subject      text        not null,
  email        text,                 -- as the provider last said it, for showing only
  created_at   timestamptz not null,
  last_used_at timestamptz not null,
  unique (issuer, subject)
);
create index identity_by_account on auth.identity (account_id);

-- Sign-ins whose user is at the provider now. Nonce and PKCE verifier follow from the browser's cookie and are not here.
create table auth.oauth_flow (
  state       bytea primary key, -- SHA-256
  browser     bytea       not null, -- SHA-256 of the cookie
  provider    text        not null,
  return_to   text        not null,
  account_id  uuid references auth.account on delete cascade, -- to link with; null for signing in
  expires_at  timestamptz not null
);
create index oauth_flow_by_expiry on auth.oauth_flow (expires_at);

-- Sign-ins that wait for the code of the second factor. The identity is linked when that came, not before.
create table auth.oauth_sign_in (
  browser    bytea primary key, -- SHA-256 of the cookie
  account_id uuid        not null references auth.account on delete cascade,
  provider   text        not null,
  issuer     text        not null,
  subject    text        not null,
  email      text,
  expires_at timestamptz not null
);
create index oauth_sign_in_by_expiry on auth.oauth_sign_in (expires_at);

-- ID tokens that programs handed in, as SHA-256: each signs in once.
create table auth.used_id_token (
  hash       bytea primary key,
  expires_at timestamptz not null
);
create index used_id_token_by_expiry on auth.used_id_token (expires_at);
