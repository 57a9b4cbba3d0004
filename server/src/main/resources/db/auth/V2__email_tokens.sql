-- Tokens of links in e-mails, as SHA-256 only. One for each purpose: a new one takes the place of the older.
create table auth.email_token (
  account_id uuid        not null references auth.account on delete cascade,
  purpose    text        not null check (purpose in ('verification', 'password_reset')),
  hash       bytea       not null unique,
  expires_at timestamptz not null,
  primary key (account_id, purpose)
);
