-- How much of a limit each address and each client has used up: a bucket that holds so many attempts and is empty at
-- this time. Rows of the past have no effect.
create table auth.attempt (
  key      bytea primary key, -- SHA-256 of the limit's name and of who tries: no addresses of strangers are kept
  empty_at timestamptz not null
);
create index attempt_by_time on auth.attempt (empty_at);
