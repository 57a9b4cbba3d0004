-- No tenant: an addressee need not have an account, and only this service reads these tables.
create table email.outbox (
  id          uuid primary key,
  kind        text        not null,
  recipient   text        not null,
  language    text,
  -- What the text is made with. Links in it let somebody in, so it is there only as long as it is needed.
  details     jsonb,
  state       text        not null check (state in ('pending', 'sent', 'failed', 'suppressed')),
  attempts    int         not null default 0,
  reason      text,
  created_at  timestamptz not null,
  finished_at timestamptz,
  check ((state = 'pending') = (details is not null)),
  check ((state = 'pending') = (finished_at is null))
);
create index outbox_finished on email.outbox (finished_at);

-- Addresses that do not exist: sending there again would cost the installation its good name.
create table email.suppression (
  address text primary key check (address = lower(address)),
  reason  text        not null,
  since   timestamptz not null
);

-- What a ChatForge of one person's own machine shows instead of sending it.
create table email.mailbox (
  id         uuid primary key,
  recipient  text        not null,
  subject    text        not null,
  body_text  text        not null,
  body_html  text        not null,
  created_at timestamptz not null
);
create index mailbox_newest on email.mailbox (created_at desc, id desc);

call platform.create_job_table('email');
