-- Sign-ups that nobody has confirmed yet. A row and a link for each try, so that no stranger's ends one's own.
create table auth.sign_up (
  id            uuid primary key,
  email         text        not null,
  email_key     text        not null, -- lower case, as in auth.account
  name          text        not null,
  password_hash text        not null,
  language      text        not null,
  hash          bytea unique,         -- SHA-256 of the link's token; null until the e-mail was asked for
  created_at    timestamptz not null,
  expires_at    timestamptz not null
);
create index sign_up_by_address on auth.sign_up (email_key, created_at desc);
create index sign_up_by_expiry on auth.sign_up (expires_at);
