create table auth.totp (
  account_id   uuid primary key references auth.account on delete cascade,
  secret       bytea       not null, -- encrypted, see TotpSecrets
  confirmed_at timestamptz,          -- null while it is being set up: until then sign-in does not ask for it
  last_step    bigint      not null, -- of the last code that was accepted; no code up to it is any more
  created_at   timestamptz not null
);

-- SHA-256 only; a used one is deleted.
create table auth.recovery_code (
  account_id uuid  not null references auth.totp on delete cascade,
  hash       bytea not null,
  primary key (account_id, hash)
);
