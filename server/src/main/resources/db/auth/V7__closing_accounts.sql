-- Accounts that are gone and whose data in all services is being erased; with the last of it, this row goes too.
create table auth.closing_account (
  account_id   uuid primary key,
  email        text        not null, -- by which e-mails are found, and where the last one goes
  name         text        not null,
  requested_at timestamptz not null,
  erased       jsonb       not null default '{}', -- by service, how many of what
  waits_for    text                               -- what could not be erased yet
);

-- Links that confirm a deletion, as SHA-256 only.
create table auth.closing_token (
  account_id uuid primary key references auth.account on delete cascade,
  hash       bytea       not null unique,
  expires_at timestamptz not null
);

do $$ begin
  if to_regclass('auth.scheduled_tasks') is null then
    call platform.create_job_table('auth');
  end if;
end $$;
