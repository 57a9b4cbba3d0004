-- Browsers in which somebody has signed in to an account: what strangers try elsewhere does not shut them out.
create table auth.known_device (
  token      bytea primary key, -- SHA-256 of the cookie
  account_id uuid        not null references auth.account on delete cascade,
  expires_at timestamptz not null
);
create index known_device_by_account on auth.known_device (account_id, expires_at);
